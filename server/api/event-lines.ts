import type { EventLog } from './event-log.ts'
import { limits } from './limits.ts'

/** Events as the lines of `text/event-stream`; a comment now and then, so that no idle limit cuts the stream. */
export async function* eventLines(events: EventLog, after: number, signal: AbortSignal): AsyncGenerator<string> {
  yield ': ambit\n\n'
  for await (const event of events.after(after, limits.heartbeatMs, signal)) {
    yield event ? `id: ${event.id}\nevent: ${event.name}\ndata: ${JSON.stringify(event.data)}\n\n` : ': still here\n\n'
  }
}
