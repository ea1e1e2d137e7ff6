// The page is complete without this script; it adds a filter, copying, and opens the operation an address names.

const filter = document.querySelector('#filter')
const found = document.querySelector('#found')
const entries = [...document.querySelectorAll('[data-find]')]

filter.closest('.filter').hidden = false
filter.addEventListener('input', () => {
  const words = filter.value.toLowerCase().split(/\s+/)
  for (const entry of entries) entry.hidden = !words.every((word) => entry.dataset.find.includes(word))
  for (const api of document.querySelectorAll('.api')) api.hidden = !api.querySelector('[data-find]:not([hidden])')
  const shown = entries.filter((entry) => !entry.hidden).length
  found.textContent = filter.value === '' ? '' : `${shown} of ${entries.length}`
})

// Copying needs a secure context: https, or this machine.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll('.copy')) {
    button.hidden = false
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.parentElement.querySelector('code').textContent)
      button.textContent = 'Copied'
    })
  }
}

function openNamed() {
  const named = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null
  if (!(named instanceof HTMLDetailsElement)) return
  named.open = true
  named.scrollIntoView()
}
addEventListener('hashchange', openNamed)
openNamed()
