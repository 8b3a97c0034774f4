/** In memory that threads share: how many questions are being answered just now, for which long work makes room. */
export type InFlight = Int32Array<SharedArrayBuffer>

export const noneInFlight = (): InFlight => new Int32Array(new SharedArrayBuffer(4))

export function enter(inFlight: InFlight): void {
  Atomics.add(inFlight, 0, 1)
}

export function leave(inFlight: InFlight): void {
  if (Atomics.sub(inFlight, 0, 1) === 1) Atomics.notify(inFlight, 0)
}

/** Sleeps while a question is in flight, but no longer than that: under load without end, work still comes to its end. */
export function makeRoom(inFlight: InFlight, atMostMs: number): void {
  const now = Atomics.load(inFlight, 0)
  if (now > 0) Atomics.wait(inFlight, 0, now, atMostMs)
}
