import { activity } from './en/activity.ts'
import { app, errors, pages, ui } from './en/app.ts'
import { composer } from './en/composer.ts'
import { connect } from './en/connect.ts'
import { deliveries } from './en/deliveries.ts'
import { faces } from './en/faces.ts'
import { palette } from './en/palette.ts'
import { signIn } from './en/sign-in.ts'
import { team } from './en/team.ts'
import { thread } from './en/thread.ts'
import { work } from './en/work.ts'

/** Every word of the inbox in English, by room. What counts or names something is a function. */
export const en = { app, pages, errors, ui, signIn, work, thread, composer, faces, connect, deliveries, activity, team, palette }
