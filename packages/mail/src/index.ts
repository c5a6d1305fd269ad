export { mailLanguages } from './copy.ts'
export { createRenderer, type Render, type RenderedMail } from './renderer.ts'
export { type SmtpSender, type SmtpTimeouts, smtpSender } from './smtp-sender.ts'
export { parseSmtpUrl, type SmtpServer } from './smtp-url.ts'
