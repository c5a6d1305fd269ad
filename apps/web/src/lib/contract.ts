// The schemas of every call and what checks a form by them: big, and not needed to show a form.
export { zodResolver } from '@hookform/resolvers/zod'
export * as contract from '@latchkey/contract'
