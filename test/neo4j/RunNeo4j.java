import java.nio.file.Path;
import java.util.Map;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/** A Neo4j that lives as long as whoever started it keeps its standard input open. */
public class RunNeo4j {
    public static void main(String[] arguments) throws Exception {
        var home = Path.of(arguments[0]);
        var server = new DatabaseManagementServiceBuilder(home).loadPropertiesFromFile(home.resolve("neo4j.conf")).build();
        var password = Map.<String, Object>of("password", System.getenv("TEST_NEO4J_PASSWORD"));
        server.database("system").executeTransactionally("ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED", password);
        System.out.println("ready");
        while (System.in.read() >= 0) {}
        server.shutdown();
    }
}
