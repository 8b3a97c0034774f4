// Fernhill Outfitters sells tents and boots online. Nothing here exists: the company, its people, its account ids.

export const domain = 'fernhill.example'
export const organisation = 'fernhill-outfitters'
export const tenant = '5f0c2b1e-0d0e-4f3a-9b64-1d2c3b4a5f60'
export const region = 'eu-west-1'

export const environments = ['dev', 'staging', 'prod'] as const
export type Environment = (typeof environments)[number]

export const accounts = {
  management: '290010000100',
  dev: '290010000111',
  staging: '290010000222',
  prod: '290010000333',
  analytics: '290010000444',
  security: '290010000555',
} as const
export type Account = keyof typeof accounts

export interface Team {
  readonly name: string
  readonly people: number
}
export const teams: readonly Team[] = [
  { name: 'storefront', people: 9 },
  { name: 'payments', people: 8 },
  { name: 'orders', people: 6 },
  { name: 'warehouse', people: 8 },
  { name: 'catalogue', people: 6 },
  { name: 'delivery', people: 5 },
  { name: 'marketing', people: 7 },
  { name: 'data', people: 8 },
  { name: 'support', people: 9 },
  { name: 'finance', people: 6 },
  { name: 'platform', people: 7 },
  { name: 'security', people: 5 },
  { name: 'it', people: 4 },
]

/** What is kept, once per environment; only production holds real data. */
export interface Store {
  readonly name: string
  readonly type: 'aws_rds_database' | 'aws_dynamodb_table' | 'aws_s3_bucket' | 'aws_sqs_queue'
  readonly team: string
  readonly dataClass?: string
}
const store = (type: Store['type'], team: string, name: string, dataClass?: string): Store => ({
  name,
  type,
  team,
  ...(dataClass ? { dataClass } : {}),
})
export const stores: readonly Store[] = [
  store('aws_rds_database', 'storefront', 'customers', 'customer'),
  store('aws_dynamodb_table', 'storefront', 'sessions', 'confidential'),
  store('aws_dynamodb_table', 'storefront', 'carts'),
  store('aws_rds_database', 'payments', 'payments-ledger', 'payment'),
  store('aws_dynamodb_table', 'payments', 'card-tokens', 'payment'),
  store('aws_s3_bucket', 'payments', 'fraud-models', 'confidential'),
  store('aws_rds_database', 'orders', 'orders', 'customer'),
  store('aws_s3_bucket', 'orders', 'invoices', 'customer'),
  store('aws_sqs_queue', 'orders', 'order-events'),
  store('aws_rds_database', 'warehouse', 'stock', 'confidential'),
  store('aws_s3_bucket', 'warehouse', 'shipping-labels'),
  store('aws_rds_database', 'catalogue', 'catalogue'),
  store('aws_s3_bucket', 'catalogue', 'product-images'),
  store('aws_dynamodb_table', 'delivery', 'parcels', 'confidential'),
  store('aws_rds_database', 'marketing', 'newsletter-list', 'customer'),
  store('aws_dynamodb_table', 'marketing', 'loyalty-points', 'confidential'),
  store('aws_s3_bucket', 'data', 'clickstream', 'confidential'),
  store('aws_s3_bucket', 'data', 'training-sets', 'confidential'),
  store('aws_rds_database', 'support', 'tickets', 'confidential'),
  store('aws_s3_bucket', 'finance', 'tax-records', 'confidential'),
  store('aws_dynamodb_table', 'platform', 'feature-flags'),
  store('aws_sqs_queue', 'platform', 'notifications'),
]

/** What runs, once per environment, in the cluster of that environment. */
export interface Service {
  readonly name: string
  readonly team: string
  readonly reads: readonly string[]
  readonly writes: readonly string[]
}
const words = (text: string) => text.split(' ').filter(Boolean)
const service = (team: string, name: string, reads: string, writes: string): Service => ({
  name,
  team,
  reads: words(reads),
  writes: words(writes),
})
export const services: readonly Service[] = [
  service('storefront', 'shop-web', 'catalogue feature-flags', 'sessions'),
  service('storefront', 'shop-api', 'catalogue product-images', 'carts sessions'),
  service('storefront', 'basket', 'catalogue', 'carts'),
  service('storefront', 'my-account', 'orders', 'customers sessions'),
  service('payments', 'checkout', 'carts customers', 'orders order-events'),
  service('payments', 'payment-gateway', '', 'payments-ledger card-tokens'),
  service('payments', 'refunds', 'orders', 'payments-ledger'),
  service('payments', 'fraud-score', 'fraud-models clickstream', ''),
  service('orders', 'order-api', 'customers', 'orders order-events'),
  service('orders', 'order-worker', 'order-events', 'orders notifications'),
  service('orders', 'invoicing', 'orders', 'invoices'),
  service('warehouse', 'stock-api', '', 'stock'),
  service('warehouse', 'picking', 'orders', 'stock'),
  service('warehouse', 'forecast', 'clickstream', ''),
  service('warehouse', 'label-printer', 'parcels', 'shipping-labels'),
  service('catalogue', 'catalogue-api', 'product-images', 'catalogue'),
  service('catalogue', 'image-resizer', '', 'product-images'),
  service('catalogue', 'search-index', 'catalogue', ''),
  service('delivery', 'tracking', 'parcels', 'notifications'),
  service('delivery', 'carrier-bridge', 'shipping-labels', 'parcels'),
  service('delivery', 'returns', 'orders', 'parcels'),
  service('marketing', 'newsletter', 'newsletter-list', 'notifications'),
  service('marketing', 'loyalty', 'orders', 'loyalty-points'),
  service('marketing', 'reviews', 'catalogue', ''),
  service('data', 'event-collector', '', 'clickstream'),
  service('data', 'feature-builder', 'clickstream orders', 'training-sets'),
  service('data', 'recommender', 'training-sets', ''),
  service('support', 'ticket-sync', 'customers', 'tickets'),
  service('support', 'chat', 'orders', 'tickets'),
  service('finance', 'ledger-export', 'payments-ledger invoices', 'tax-records'),
  service('finance', 'tax', 'invoices', 'tax-records'),
  service('platform', 'gateway', 'feature-flags', ''),
  service('platform', 'feature-flags', '', 'feature-flags'),
  service('platform', 'notifier', 'notifications', ''),
]

/** What a store is called where it is kept: a name that says its environment, as people do name them. */
export const storeName = (env: Environment, name: string) => `fernhill-${name}-${env}`
