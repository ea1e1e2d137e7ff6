import type { Dialect } from '../../ui/apis.ts'
import type { Setting } from './recipe.ts'
import { RECIPES } from './recipes.ts'
import { writeCurl } from './write-curl.ts'
import { writeTypeScript } from './write-typescript.ts'

export type Purpose = 'list' | 'send'
export type Language = 'curl' | 'typescript'

/** The names of the secrets one API's requests carry. */
export function secretsOf(dialect: Dialect): readonly string[] {
  return RECIPES[dialect].secrets
}

/** A program that lists the messages of a conversation through one API, or sends one, ready to be run. Pure. */
export function writeSnippet(dialect: Dialect, purpose: Purpose, language: Language, setting: Setting): string {
  const recipe = RECIPES[dialect]
  const call = recipe[purpose](setting.ids)
  return language === 'curl' ? writeCurl(recipe, call, setting) : writeTypeScript(recipe, call, setting)
}
