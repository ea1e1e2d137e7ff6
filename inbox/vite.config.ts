import path from 'node:path'
import { defineConfig } from 'vite'

/** The inbox, and the page that shows the widget. */
const PAGES = ['index.html', 'demo.html'].map((name) => path.join(import.meta.dirname, name))
const SERVER = process.env.PARLEY_URL ?? 'http://127.0.0.1:4000'

/**
 * Two builds: the inbox, whose files have their digest in their name, and with `--mode widget` the one script that other pages load.
 * `npm run dev:inbox` serves the inbox from its sources, beside a Parley that runs at PARLEY_URL.
 */
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // The list of messages is windowed by a library made for React.
  resolve: { alias: { react: 'preact/compat', 'react-dom': 'preact/compat', 'react/jsx-runtime': 'preact/jsx-runtime' } },
  build: {
    target: 'es2022',
    assetsDir: 'inbox',
    // Fonts and pictures as files: the policy of the page allows no `data:` fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    ...(mode === 'widget' ? widgetBuild() : { rolldownOptions: { input: PAGES } }),
  },
  publicDir: false,
  server: { proxy: Object.fromEntries(['/parley', '/files', '/docs'].map((prefix) => [prefix, SERVER])) },
}))

/** `/widget.js`, one file that leaves no name behind but its own. */
function widgetBuild() {
  return {
    emptyOutDir: false,
    // Browsers of two years ago know `light-dark()`; writing it out for older ones would be a tenth of the styles.
    cssTarget: ['chrome123', 'firefox128', 'safari17.5'],
    lib: {
      entry: path.join(import.meta.dirname, 'src/widget/widget.ts'),
      formats: ['iife' as const],
      name: 'ParleyWidget',
      fileName: () => 'widget.js',
    },
  }
}
