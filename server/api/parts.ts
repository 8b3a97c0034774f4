import type { Aside } from '../answers/threads/aside.ts'
import type { Store } from '../store/store.ts'
import type { GraphCache } from './graph-cache.ts'
import type { ImportJobs } from './import-jobs.ts'
import type { RankingCache } from './ranking-cache.ts'
import type { Spool } from './spool.ts'

/** What the routes work with. */
export interface Parts {
  /** Opens the store at the first need and again after a failure, so that the server outlives its store. */
  readonly store: () => Promise<Store>
  readonly graphs: GraphCache
  readonly jobs: ImportJobs
  readonly spool: Spool
}

/** What the application adds for its routes: work in threads. */
export interface RouteParts extends Parts {
  readonly aside: Aside
  readonly rankings: RankingCache
}
