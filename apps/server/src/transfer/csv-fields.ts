/** The fields of one CSV record (RFC 4180); null when a quote stands where it must not. */
export const csvFields = (record: string): readonly string[] | null => {
  const fields: string[] = []
  for (let from = 0; ; ) {
    const field = record[from] === '"' ? quotedField(record, from) : plainField(record, from)
    if (!field) return null
    fields.push(field.text)
    if (field.end >= record.length) return fields
    from = field.end + 1
  }
}

interface Field {
  readonly text: string
  /** Where its comma stands, or the record ends. */
  readonly end: number
}

const plainField = (record: string, from: number): Field | null => {
  const comma = record.indexOf(',', from)
  const end = comma < 0 ? record.length : comma
  const text = record.slice(from, end)
  return text.includes('"') ? null : { text, end }
}

const quotedField = (record: string, from: number): Field | null => {
  for (let at = from + 1; ; ) {
    const quote = record.indexOf('"', at)
    if (quote < 0) return null
    const end = quote + 1
    if (record[end] === '"') at = end + 1
    else if (end < record.length && record[end] !== ',') return null
    else return { text: record.slice(from + 1, quote).replaceAll('""', '"'), end }
  }
}

/** What a spreadsheet would take for a formula (OWASP CSV Injection), also behind apostrophes. */
const FORMULA = /^'*[=+\-@\t\r]/

/** One CSV record; no field of it is a formula. */
export const csvRecord = (fields: readonly string[]): string =>
  fields
    .map((field) => (FORMULA.test(field) ? `'${field}` : field))
    .map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(',')

/** Takes the apostrophe off that `csvRecord` put in front. */
export const withoutApostrophe = (field: string): string =>
  field.startsWith("'") && FORMULA.test(field) ? field.slice(1) : field
