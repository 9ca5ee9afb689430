import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './program.ts';

/** What the compiler says of each file, by the name of the file: the codes of its errors with their messages. */
export type Complaints = Record<string, string[]>;

/** As strict as a program can be; `exactOptionalPropertyTypes` is what most do not have. */
const STRICT: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  allowImportingTsExtensions: true,
  noEmit: true,
};

/** The SDK as its sources are now, for tests that do not wait for a build. */
const FROM_SOURCES: ts.CompilerOptions = {
  skipLibCheck: true,
  noUnusedLocals: false,
  noPropertyAccessFromIndexSignature: false,
  paths: Object.fromEntries(
    ['', '/open311', '/attributes', '/typegen', '/testing'].map((name) => [
      `@signpost/sdk${name}`,
      [`${ROOT}sdk/src/${name.slice(1) || 'index'}.ts`],
    ]),
  ),
};

/** What a program is compiled with: the packed declarations of the SDK, or its sources. */
export type Against = 'package' | 'sources';

/** One that there is: nothing is looked for in others. */
const folder = join(ROOT, 'test');
const libraries = new Map<string, ts.SourceFile | undefined>();

/** Compiles files that exist only here, in one folder, without writing anything. */
export function compile(files: Readonly<Record<string, string>>, against: Against): Complaints {
  const options = against === 'package' ? STRICT : { ...STRICT, ...FROM_SOURCES };
  const texts = new Map(Object.entries(files).map(([name, text]) => [join(folder, name), text]));
  const host = ts.createCompilerHost(options);
  const onDisk = ts.createCompilerHost(options);
  host.fileExists = (path) => texts.has(path) || onDisk.fileExists(path);
  host.readFile = (path) => texts.get(path) ?? onDisk.readFile(path);
  host.getSourceFile = (path, languageVersion) => {
    const text = texts.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, languageVersion, true);
    if (!libraries.has(path)) libraries.set(path, onDisk.getSourceFile(path, languageVersion));
    return libraries.get(path);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return Object.fromEntries(
    Object.keys(files).map((name) => {
      const source = program.getSourceFile(join(folder, name));
      const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      return [name, found.map(written)];
    }),
  );
}

const written = ({ code, messageText }: ts.Diagnostic) =>
  `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;

/** What an editor shows of the name at the mark `here`, a comment, which stands in front of it. */
export function documentationAt(
  files: Readonly<Record<string, string>>,
  name: string,
  against: Against,
): string {
  const options = against === 'package' ? STRICT : { ...STRICT, ...FROM_SOURCES };
  const texts = new Map(Object.entries(files).map(([file, text]) => [join(folder, file), text]));
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...texts.keys()],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => {
      const text = texts.get(path) ?? ts.sys.readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => texts.has(path) || ts.sys.fileExists(path),
    readFile: (path) => texts.get(path) ?? ts.sys.readFile(path),
    directoryExists: (path) => ts.sys.directoryExists(path),
    getDirectories: (path) => ts.sys.getDirectories(path),
    realpath: (given) => ts.sys.realpath?.(given) ?? given,
  });
  const path = join(folder, name);
  const mark = '/*here*/';
  const at = (texts.get(path) ?? '').indexOf(mark) + mark.length;
  const shown = service.getQuickInfoAtPosition(path, at);
  return ts.displayPartsToString(shown?.documentation ?? []);
}
