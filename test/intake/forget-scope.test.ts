import { test } from 'vitest'
import { temporaryStore } from '../store/temporary-store.ts'
import { expectForgotten } from './forget-contract.ts'

test('a scope is forgotten with what was derived from it once confirmed, and can be imported again', async () => {
  await expectForgotten(await temporaryStore())
})
