/** How far an import has come. */
export interface ImportProgress {
  /** Also in the audit events of its users. */
  readonly importId: string
  /** Records of the file that are done with. */
  readonly records: number
  readonly imported: number
  /** Records whose address was somebody's already. */
  readonly present: number
  readonly refused: number
  /** Length of the report, in bytes. */
  readonly reportBytes: number
  /** The end of the report, which may not have been written when a process died. */
  readonly reportTail: string
}

/** Another process goes on with the same import: this one has to end, and writes nothing. */
export class ImportTakenOver extends Error {
  override readonly name = 'ImportTakenOver'
}

/** The imports that have begun and not ended: what goes on after a crash. */
export interface ImportJournal {
  /**
   * The progress of an import of this source that did not end, or of a new one. `source` says which
   * file it is and how it is read.
   */
  begin(source: string, importId: string, now: Date): Promise<ImportProgress>

  /**
   * Notes the progress in the unit of work of what was done; resolves to false, changing nothing,
   * when another process went on from `before` already.
   */
  advance(before: ImportProgress, after: ImportProgress, now: Date): Promise<boolean>

  /** Forgets an import that came to its end; false when another process went on meanwhile. */
  end(progress: ImportProgress): Promise<boolean>
}
