/**
 * What takes the bytes of a run's files.
 *
 * @module
 */

/** A finished file. */
export interface FileRecord {
  /** File name, relative to the snapshot, with `/`. */
  readonly path: string;
  /** Number of bytes. */
  readonly sizeBytes: number;
  /** Number of data rows; 0 for a file without any. */
  readonly rowCount: number;
  /** SHA-256 of the bytes, 64 hexadecimal digits in lower case. */
  readonly sha256: string;
}

/** Takes the bytes of one file, in order. */
export interface ByteSink {
  /**
   * Takes the next bytes. Resolves when the array may be filled again: a writer that waits for it is
   * held back by a slow disk.
   */
  write(bytes: Uint8Array, rowCount: number): Promise<void>;
  /** Ends the file: its bytes are on the disk when this resolves. */
  close(): Promise<FileRecord>;
  /** Gives the file up and removes it. Never throws. */
  abort(): Promise<void>;
}
