import './ui/tokens.css'
import { render } from 'preact'
import { App } from './app.tsx'
import { startRouter } from './router.ts'
import { applyTheme } from './theme.ts'

applyTheme()
startRouter()
render(<App />, document.getElementById('app') as HTMLElement)
