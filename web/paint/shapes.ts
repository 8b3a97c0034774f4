import {
  type SymbolType,
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
} from 'd3'
import type { NodeRef } from '../../server/api/contract.ts'

type Kind = NodeRef['kind']

/** Kinds differ by shape and letter as well as by colour, so that no one has to tell colours apart. */
const shapes: Readonly<Record<Kind, { readonly shape: SymbolType; readonly glyph: string; readonly means: string }>> = {
  Identity: { shape: symbolCircle, glyph: 'I', means: 'identity' },
  Group: { shape: symbolWye, glyph: 'G', means: 'group' },
  Secret: { shape: symbolDiamond, glyph: 'S', means: 'secret' },
  Grant: { shape: symbolCross, glyph: 'C', means: 'OAuth grant' },
  Tool: { shape: symbolTriangle, glyph: 'T', means: 'agent tool' },
  Resource: { shape: symbolSquare, glyph: 'R', means: 'resource' },
  Location: { shape: symbolStar, glyph: 'L', means: 'location of a secret' },
  Gate: { shape: symbolCross, glyph: 'A', means: 'gate' },
  Purpose: { shape: symbolStar, glyph: 'P', means: 'purpose' },
  Owner: { shape: symbolStar, glyph: 'O', means: 'owner' },
}

export const kindList = Object.keys(shapes) as Kind[]
export const glyphOf = (kind: Kind): string => shapes[kind].glyph
export const meansOf = (kind: Kind): string => shapes[kind].means
export const outlineOf = (kind: Kind, area = 300): string => symbol(shapes[kind].shape, area)() ?? ''
