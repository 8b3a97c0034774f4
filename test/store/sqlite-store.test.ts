import { openStore } from '../../server/store/open-store.ts'
import { storeContract } from './store-contract.ts'
import { temporaryStoreUrl } from './temporary-store.ts'

storeContract('sqlite', async () => {
  const url = await temporaryStoreUrl()
  return { open: (options) => openStore(url, options) }
})
