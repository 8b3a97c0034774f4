import { DERIVED_PREFIX } from '../model/facts.ts'
import { defineExport, type ExportSource } from './export-format.ts'

/** Ambit's own format, as importers/facts.md describes it; what is derived is left out and derived anew. */
export const facts = defineExport({
  format: 'facts',
  mediaType: 'application/x-ndjson',
  extension: '.ndjson',
  says: 'Everything that sources said, one fact a line: a backup that `ambit import facts` reads back.',
  async *write(source: ExportSource) {
    let scope: string | undefined
    const line = (of: string, fact: object) => {
      const head = of === scope ? '' : `${JSON.stringify({ scope: of })}\n`
      scope = of
      return `${head}${JSON.stringify(fact)}\n`
    }
    for await (const chunk of source.nodes()) {
      const text = chunk.map((it) => (isStated(it) ? line(it.scope, { node: it.node }) : '')).join('')
      if (text !== '') yield text
    }
    for await (const chunk of source.edges()) {
      const text = chunk.map((it) => (isStated(it) ? line(it.scope, { edge: it.edge }) : '')).join('')
      if (text !== '') yield text
    }
  },
})

const isStated = ({ scope }: { readonly scope: string }) => !scope.startsWith(DERIVED_PREFIX)
