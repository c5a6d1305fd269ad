import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { asksAhead } from './build/asks-ahead.ts'
import { builtFrom } from './build/built-from.ts'
import { chunks } from './build/chunks.ts'
import { compressed } from './build/compressed.ts'

const API = ['/api', '/.well-known', '/dev', '/health']
const target = 'http://localhost:3000'

export default defineConfig({
  plugins: [react(), tailwind(), asksAhead(), compressed(), builtFrom()],
  // No browser that lacks what we write gets in anyway: this is what Vite calls widely available.
  build: {
    target: 'baseline-widely-available',
    assetsInlineLimit: 0,
    manifest: 'manifest.json',
    modulePreload: { polyfill: false },
    rolldownOptions: { output: chunks },
  },
  server: { proxy: Object.fromEntries(API.map((path) => [path, { target }])) },
})
