import { signal } from '@preact/signals'
import type { Face } from '../api/wire.ts'
import { words } from '../words/words.ts'
import { toPath } from './json-tree.ts'

/** What somebody points at, and what stays lit when they do not. */
export const pointedAt = signal<string | null>(null)
export const pinned = signal<string | null>(null)

/** The concepts that some of the faces speak of, in the order of their words. Pure. */
export function conceptsOf(faces: readonly Face[]): string[] {
  return Object.keys(words.faces.concepts).filter((concept) => faces.some((face) => placesOf(face, concept).length > 0))
}

/** What is lit while nobody points at anything. */
const FIRST = ['text', 'status']

/** The concept that is lit: what is pointed at, else what was chosen, else one that as many faces as possible speak of. Pure. */
export function litOf(faces: readonly Face[], pointed: string | null, chosen: string | null): string | undefined {
  const known = conceptsOf(faces)
  for (const concept of [pointed, chosen]) if (concept !== null && known.includes(concept)) return concept
  const countOf = (concept: string) => faces.filter((face) => placesOf(face, concept).length > 0).length
  return [...FIRST.filter((concept) => known.includes(concept)), ...known].toSorted((a, b) => countOf(b) - countOf(a))[0]
}

/** What a face calls a concept, as a path below what is shown of it. Pure. */
export function namesOf(face: Face, concept: string): string[] {
  return placesOf(face, concept).map((place) => toPath(place.slice(face.excerpt?.length ?? 0)))
}

function placesOf({ concepts }: Face, concept: string): readonly string[] {
  return (concepts as Record<string, string[] | undefined>)[concept] ?? []
}
