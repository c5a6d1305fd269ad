export { dumpSchema } from './dump-schema.ts'
export {
  openTestDatabase,
  openTestFile,
  temporaryFile,
  testSealer,
  testStorage,
} from './test-database.ts'
