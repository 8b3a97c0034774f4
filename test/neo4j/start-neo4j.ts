import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, renameSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface Neo4jCredentials {
  readonly username: string
  readonly password: string
}
/** A Neo4j of our own on loopback, with its data in a temporary folder. */
export interface RunningNeo4j {
  readonly uri: string
  readonly credentials: Neo4jCredentials
  readonly pid: number
  /** Sends SIGKILL and waits until the process is gone. */
  kill9(): Promise<void>
  /** Starts it again on the same port and data. */
  restart(): Promise<void>
  freeze(): void
  thaw(): void
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

const here = import.meta.dirname
/** Where they lie once they were fetched. */
export const jars = join(here, '../../.cache/neo4j/lib')

/** Why no Neo4j can be started here, if none can. */
export function whyNoNeo4j(): string | undefined {
  const [java, maven] = [outputOf('java', '-version'), existsSync(jars) ? '' : outputOf('mvn', '-version')]
  const [, version] = java?.match(/version "(\d+)/) ?? []
  if (Number(version ?? 0) < 17) return 'no Java 17 or newer'
  return maven === undefined ? 'no Maven to fetch its jars with' : undefined
}

export interface Neo4jSize {
  readonly heap?: string
  readonly pageCache?: string
  /** What is done with its home before it starts for the first time. */
  readonly prepare?: (home: string) => void
}

export async function startNeo4j(size: Neo4jSize = {}): Promise<RunningNeo4j> {
  const { heap = '768m', pageCache = '128m', prepare } = size
  fetchJars()
  const home = await mkdtemp(join(tmpdir(), 'ambit-neo4j-'))
  const port = await freePort()
  const credentials = { username: 'neo4j', password: 'only-for-tests' }
  await mkdir(join(home, 'import'))
  await writeFile(join(home, 'neo4j.conf'), configuration(port, pageCache))
  prepare?.(home)
  let java = await startJava(home, heap, { TEST_NEO4J_NEW_PASSWORD: credentials.password })
  const gone = async () => {
    if (java.exitCode === null && java.signalCode === null) await new Promise((resolve) => java.once('exit', resolve))
  }
  return {
    uri: `bolt://127.0.0.1:${port}`,
    credentials,
    get pid() {
      return java.pid!
    },
    async kill9() {
      java.kill('SIGKILL')
      await gone()
    },
    async restart() {
      await gone()
      java = await startJava(home, heap)
    },
    freeze: () => void java.kill('SIGSTOP'),
    thaw: () => void java.kill('SIGCONT'),
    async stop() {
      java.kill('SIGKILL')
      await gone()
      await rm(home, { recursive: true, force: true })
    },
  }
}

const configuration = (port: number, pageCache: string) =>
  [
    'server.bolt.enabled=true',
    `server.bolt.listen_address=127.0.0.1:${port}`,
    `server.bolt.advertised_address=127.0.0.1:${port}`,
    'dbms.security.auth_enabled=true',
    'dbms.usage_report.enabled=false',
    `server.memory.pagecache.size=${pageCache}`,
    'db.tx_log.preallocate=false',
    '',
  ].join('\n')

function startJava(home: string, heap: string, env: NodeJS.ProcessEnv = {}): Promise<ChildProcess> {
  const program = ['-cp', join(jars, '*'), join(here, 'RunNeo4j.java'), home]
  const java = spawn('java', [`-Xms${heap}`, `-Xmx${heap}`, ...program], {
    // A group of its own, so that Ctrl-C reaches the tests first; it ends with them because its input ends.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  let said = ''
  java.stderr.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-4_000)
  })
  return new Promise((resolve, reject) => {
    java.once('error', reject)
    java.once('exit', (code) => reject(new Error(`Neo4j ended with ${code} before it was ready: ${said}`)))
    createInterface({ input: java.stdout }).on('line', (line) => {
      if (line === 'ready') resolve(java)
    })
  })
}

/** About 116 MB, fetched once. */
function fetchJars(): void {
  if (existsSync(jars)) return
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', '-Dmdep.prependGroupId=true']
  const partial = `${jars}.part`
  // Without the group's name in front two jars of the same name overwrite each other.
  execFileSync('mvn', ['-q', '-B', '-f', join(here, 'pom.xml'), ...goal, `-DoutputDirectory=${partial}`], {
    stdio: 'inherit',
  })
  renameSync(partial, jars)
}

function outputOf(command: string, ...args: string[]): string | undefined {
  const { error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  return error === undefined ? `${stdout}${stderr}` : undefined
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
