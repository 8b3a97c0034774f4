import java.nio.file.Path;
import java.util.Map;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/** A Neo4j that lives as long as whoever started it keeps its standard input open. */
public class RunNeo4j {
    public static void main(String[] arguments) throws Exception {
        // Neo4j's own threads would keep a program going whose start has failed.
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
            error.printStackTrace();
            System.exit(1);
        });
        var home = Path.of(arguments[0]);
        var server = new DatabaseManagementServiceBuilder(home).loadPropertiesFromFile(home.resolve("neo4j.conf")).build();
        var password = System.getenv("TEST_NEO4J_NEW_PASSWORD");
        if (password != null) {
            var change = "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED";
            server.database("system").executeTransactionally(change, Map.of("password", password));
        }
        System.out.println("ready");
        while (System.in.read() >= 0) {}
        server.shutdown();
    }
}
