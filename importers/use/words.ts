import { Type } from 'typebox'

/** A field that may be there, and may be null. */
export const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
export const Num = Type.Optional(Type.Union([Type.Integer(), Type.Null()]))
/** Where logs write one and the same now as text and now as a number. */
export const TextOrNumber = Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Null()]))

/** Reasons that several logs share: the receipt counts events by them. */
export const refused = 'were refused or failed, which is no use'
export const unnamed = 'the caller is not named'
export const itself = 'the provider itself did it'
