/** Writes packages/sql/schema.sql from the migrations. */
import { writeSchema } from '../../packages/sql/src/testing/write-schema.ts'

await writeSchema()
