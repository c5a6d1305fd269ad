import { LatchkeyProvider } from '@latchkey/client/react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { App } from './app.tsx'
import { startLanguages } from './i18n/languages.ts'
import { watchBackButton } from './lib/ask-before-back.ts'
import { publicConfig } from './lib/config.ts'
import { latchkey } from './lib/latchkey.ts'
import { loadNewRelease } from './lib/load-new-release.ts'
import { isQuiet } from './lib/quietly.ts'
import { applyTheme } from './lib/theme.ts'
import { compileNothing } from './lib/without-eval.ts'
import { startOf } from './parts.ts'
import './styles.css'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no #root')
applyTheme()
compileNothing()
watchBackButton()
addEventListener('vite:preloadError', () => void (isQuiet() || loadNewRelease()))
// A second link, opened on the page of the first: it is taken as the first was.
addEventListener('hashchange', () => {
  if (new URLSearchParams(location.hash.slice(1)).has('token')) location.reload()
})
void publicConfig()
await startLanguages(startOf(location.pathname).texts)

createRoot(root).render(
  <StrictMode>
    <LatchkeyProvider client={latchkey}>
      <BrowserRouter>
        <App />
      </BrowserRouter>
    </LatchkeyProvider>
  </StrictMode>,
)
