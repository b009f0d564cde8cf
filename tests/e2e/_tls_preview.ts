/**
 * The cases of `preview --use-api` against an HTTPS server with an authority of its own: the same from source and
 * from the executable.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { CA_FILE, serveTls, TLS_FOLDER } from "../../src/net/_tls_fixture.ts";
import { makeApp } from "../../src/server/app.ts";

/** Runs the program with arguments and the variables that are set beside those it needs. */
export type RunProgram = (
  args: readonly string[],
  env: Readonly<Record<string, string>>,
) => Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;

/** Asserts who is trusted, with a real server and its certificate. */
export async function assertTrust(run: RunProgram): Promise<void> {
  const app = makeApp();
  await using server = serveTls("server", (request) => app.fetch(request));
  const args = [
    ...["preview", "--use-api", "--api-url", server.url, "--endpoint", "person"],
    ...["--seed", "42", "--records", "3"],
  ];
  const expectRows = async (more: readonly string[], env: Record<string, string> = {}) => {
    const { code, stdout, stderr } = await run([...args, ...more], env);
    assertEquals(code, 0, stderr);
    assertStringIncludes(stdout, "bd9c66b3");
  };
  const expectRefusal = async (
    hint: string,
    more: readonly string[] = [],
    env: Record<string, string> = {},
  ) => {
    const { code, stdout, stderr } = await run([...args, ...more], env);
    assertEquals([code, stdout], [3, ""], stderr);
    assertStringIncludes(stderr, "unknown authority");
    assertStringIncludes(stderr, hint);
  };
  await expectRefusal("--ca-file");
  await expectRows(["--ca-file", CA_FILE]);
  await expectRows([], { ESDH_CA_FILE: CA_FILE });
  await expectRefusal("must hold the authority", ["--ca-file", join(TLS_FOLDER, "other_ca.pem")]);
  // Servers of this machine are reached without the company's proxy.
  await expectRows(["--ca-file", CA_FILE], { HTTPS_PROXY: "http://127.0.0.1:9" });
  if (Deno.build.os !== "linux") return;
  // On Linux these variables say where the system's store is.
  await expectRows([], { SSL_CERT_FILE: CA_FILE });
  await expectRefusal("--ca-file", [], {
    SSL_CERT_FILE: CA_FILE,
    DENO_TLS_CA_STORE: "mozilla",
  });
  const noStore = { SSL_CERT_FILE: join(TLS_FOLDER, "none.pem") };
  await expectRefusal("SSL_CERT_FILE names no file", [], noStore);
  await expectRows(["--ca-file", CA_FILE], noStore);
}
