import { expect, test } from 'vitest'
import { localApp } from './local-app.ts'

test.each(['/api/v1/health', '/api/v1/sources', '/nothing'])(
  '%s comes with every header that keeps a page in its place (S8)',
  async (url) => {
    const { ask } = await localApp()
    const { headers } = await ask(url)
    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'none';script-src 'self';style-src 'self';connect-src 'self';img-src 'self';object-src 'none';" +
        "base-uri 'none';form-action 'none';frame-ancestors 'none';require-trusted-types-for 'script';trusted-types 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    expect(headers['x-powered-by']).toBeUndefined()
  },
)
