export const rows: readonly { readonly folder: string; readonly because: string }[]
declare const configuration: {
  readonly forbidden: readonly { readonly name: string; readonly comment: string }[]
  readonly options: object
}
export default configuration
