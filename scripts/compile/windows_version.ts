/**
 * Writes name and version into a Windows executable, where its properties show them.
 *
 * @module
 */

/** What the properties of a file show. */
export interface FileProperties {
  readonly name: string;
  readonly description: string;
  /** Semantic version, such as `1.2.3`. */
  readonly version: string;
  readonly fileName: string;
  readonly company: string;
  /** Whose it is, and under which licence. */
  readonly copyright: string;
}

const ENGLISH_US = 0x0409;
const UNICODE = 1200;

/**
 * Writes the version resource of a Windows executable; all other resources, and the program's own data, stay.
 *
 * Must come before signing: it changes the file.
 *
 * @param path The executable; replaced.
 * @param properties What to write.
 */
export async function writeWindowsVersion(path: string, properties: FileProperties): Promise<void> {
  const { NtExecutable, NtExecutableResource, Resource } = await import("resedit");
  const program = NtExecutable.from(await Deno.readFile(path), { ignoreCert: true });
  const resources = NtExecutableResource.from(program);
  const [major = 0, minor = 0, patch = 0] = properties.version.split(/[.+-]/).map(Number);
  const info = Resource.VersionInfo.createEmpty();
  const language = { lang: ENGLISH_US, codepage: UNICODE };
  info.setFileVersion(major, minor, patch, 0, ENGLISH_US);
  info.setProductVersion(major, minor, patch, 0, ENGLISH_US);
  info.setStringValues(language, {
    CompanyName: properties.company,
    LegalCopyright: properties.copyright,
    ProductName: properties.name,
    FileDescription: properties.description,
    ProductVersion: properties.version,
    FileVersion: properties.version,
    InternalName: properties.name,
    OriginalFilename: properties.fileName,
  });
  // The runtime brings its own version resource: one is enough.
  resources.entries = resources.entries.filter(({ type }) => type !== VERSION_TYPE);
  info.outputToResourceEntries(resources.entries);
  resources.outputResource(program);
  await Deno.writeFile(path, new Uint8Array(program.generate()));
}

const VERSION_TYPE = 16;
