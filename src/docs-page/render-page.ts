import { curlOf } from './example.ts'
import { type Html, html, markdown } from './html.ts'
import { type Content, type Entry, listOperations, type OpenApi, type Parameter } from './open-api.ts'
import { renderSchema, typeText } from './render-schema.ts'

/** One API as the page knows it. */
export type Api = { name: string; mount: string; document: OpenApi }

/** The start page: every API with its operations. */
export function renderIndex(apis: readonly Api[]): string {
  const sections = apis.map(
    (api) => html`<section class="api">
<h2><a href="/docs/${api.name}">${api.document.info.title}</a></h2>
<p class="where"><code>${api.mount}</code> · <a href="${api.mount}/openapi.json">OpenAPI</a></p>
<ul class="operations">${listOperations(api.document).map(
      (entry) =>
        html`<li data-find="${findText(entry)}"><a href="/docs/${api.name}#${anchorOf(entry)}">${methodBadge(entry.method)} <code>${entry.path}</code></a>${entry.operation.summary && html` <span class="summary">${entry.operation.summary}</span>`}</li>`,
    )}</ul>
</section>`,
  )
  const intro = html`<h1>Parley</h1>
<p>One conversation store, spoken to in ${apis.length} APIs. What one of them writes, all the others can read. <code>parley connect</code> shows the address, ids and token a client of each has to be given.</p>
${filterBox()}`
  return renderShell('Parley: APIs', [], html`${intro}${sections}`)
}

/** One API in full. */
export function renderApi(apis: readonly Api[], api: Api, origin: string): string {
  const { document, mount } = api
  const operations = listOperations(document).map(
    (entry) => html`<details class="operation" id="${anchorOf(entry)}" data-find="${findText(entry)}">
<summary>${methodBadge(entry.method)} <code>${entry.path}</code> <span class="summary">${entry.operation.summary}</span></summary>
${entry.operation.description && markdown(entry.operation.description)}
${renderParameters(entry.operation.parameters ?? [])}
${entry.operation.requestBody && html`<h3>Body</h3>${renderContent(entry.operation.requestBody.content)}`}
<h3>Answers</h3>
${Object.entries(entry.operation.responses ?? {}).map(
  ([status, response]) =>
    html`<div class="answer"><p><strong class="status">${status}</strong> ${response.description !== 'Default Response' && response.description}</p>${response.content && renderContent(response.content)}</div>`,
)}
<h3>Try it</h3>
<div class="try"><pre><code>${curlOf(origin, mount, entry, document)}</code></pre><button type="button" class="copy" hidden>Copy</button></div>
</details>`,
  )
  const head = html`<h1>${document.info.title}</h1>
<p class="where">Base address <code>${origin}${mount}</code> · <a href="${mount}/openapi.json">OpenAPI</a></p>
${document.info.description && markdown(document.info.description)}
${filterBox()}`
  return renderShell(`${document.info.title}: Parley`, apis, html`${head}${operations}`, api.name)
}

function renderParameters(parameters: readonly Parameter[]): Html | null {
  if (parameters.length === 0) return null
  const order = { path: 0, query: 1, header: 2 }
  const rows = [...parameters].sort((a, b) => order[a.in] - order[b.in])
  return html`<h3>Parameters</h3><table><thead><tr><th>Name</th><th>In</th><th>Type</th><th></th></tr></thead><tbody>${rows.map(
    (one) =>
      html`<tr><td><code class="name">${one.name}</code></td><td>${one.in}</td><td>${typeText(one.schema ?? {})}</td><td>${one.required && html`<span class="required">required</span> `}${markdown(one.description ?? one.schema?.description ?? '')}</td></tr>`,
  )}</tbody></table>`
}

function renderContent(content: Content): Html[] {
  return Object.entries(content).map(
    ([type, { schema }]) => html`<p class="media"><code>${type}</code> ${schema && typeText(schema)}</p>${schema && renderSchema(schema)}`,
  )
}

function renderShell(title: string, apis: readonly Api[], content: Html, current = ''): string {
  const links = apis.map(
    (api) => html`<a href="/docs/${api.name}"${api.name === current && html` aria-current="page"`}>${api.document.info.title}</a>`,
  )
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/docs/page.css">
<script src="/docs/page.js" defer></script>
</head>
<body>
<nav aria-label="APIs"><a class="home" href="/docs">All APIs</a>${links}</nav>
<main>${content}</main>
</body>
</html>
`.text
}

function filterBox(): Html {
  return html`<p class="filter" hidden><label>Find <input type="search" id="filter" autocomplete="off"></label> <span id="found" role="status"></span></p>`
}

function methodBadge(method: string): Html {
  return html`<span class="method ${method.toLowerCase()}">${method}</span>`
}

function findText({ method, path, operation }: Entry): string {
  return `${method} ${path} ${operation.summary ?? ''}`.toLowerCase()
}

function anchorOf({ method, path }: Entry): string {
  return `${method}${path}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')
}
