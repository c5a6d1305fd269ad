export { mailLanguages } from './copy.ts'
export { createRenderer, type Render, type RenderedMail } from './renderer.ts'
export { parseSmtpUrl, type SmtpServer } from './smtp-url.ts'
