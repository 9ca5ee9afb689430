import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** What one entry of the package offers under one name, as its TSDoc and its declaration tell it. */
export interface Exported {
  /** What it is imported from, such as `@signpost/sdk/webhooks`. */
  entry: string;
  name: string;
  kind: 'class' | 'function' | 'type';
  comment: Comment;
  /** The declaration without comments and bodies. */
  signature: string;
  /** The properties and methods of a class or an interface, and of what a function takes. */
  members: Member[];
}

export interface Member {
  name: string;
  /** As it is written down, or as the compiler tells it. */
  type: string;
  comment: Comment;
  /** Methods of a member that is a resource. */
  methods: Member[];
}

export interface Comment {
  text: string;
  /** The code of each `@example`. */
  examples: string[];
  throws: string[];
}

const root = fileURLToPath(new URL('./', import.meta.url));
const entries = {
  '@signpost/sdk': 'index',
  ...pathsBelow('open311', 'xml', 'attributes', 'typegen', 'webhooks', 'testing'),
};

function pathsBelow(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`@signpost/sdk/${name}`, name]));
}

/** Reads everything that the entries export, in their order. */
export function readExports(): Exported[] {
  const config = ts.readConfigFile(`${root}tsconfig.json`, (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const files = Object.values(entries).map((name) => `${root}src/${name}.ts`);
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  return Object.entries(entries).flatMap(([entry, name]) => {
    const source = program.getSourceFile(`${root}src/${name}.ts`);
    const module = source && checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`${name}.ts exports nothing.`);
    return checker.getExportsOfModule(module).map((symbol) => readExport(checker, entry, symbol));
  });
}

function readExport(checker: ts.TypeChecker, entry: string, alias: ts.Symbol): Exported {
  const symbol = alias.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(alias) : alias;
  const [declaration] = symbol.getDeclarations() ?? [];
  if (!declaration) throw new Error(`${alias.name} of ${entry} is declared nowhere.`);
  const found = { entry, name: alias.name, comment: readComment(declaration) };
  if (ts.isFunctionDeclaration(declaration)) {
    return {
      ...found,
      kind: 'function',
      signature: signatureOf(declaration, declaration.body),
      members: membersOfParameters(checker, declaration),
    };
  }
  if (ts.isClassDeclaration(declaration)) {
    return {
      ...found,
      kind: 'class',
      signature: headOf(declaration),
      members: membersOfClass(checker, declaration),
    };
  }
  if (ts.isInterfaceDeclaration(declaration)) {
    const members = declaration.members.map((member) => readMember(checker, member));
    return { ...found, kind: 'type', signature: headOf(declaration), members };
  }
  // What is a name for a shape of the contract is told field by field.
  const isShape =
    ts.isTypeAliasDeclaration(declaration) &&
    /^(components\[|ParametersOf<)/.test(declaration.type.getText());
  const members = isShape ? fieldsOf(checker, declaration) : [];
  return { ...found, kind: 'type', signature: signatureOf(declaration, undefined), members };
}

/** Its own members, and those of the classes below it; what is private and what only promises have is left out. */
function membersOfClass(checker: ts.TypeChecker, declaration: ts.ClassDeclaration): Member[] {
  const constructors = declaration.members.filter(ts.isConstructorDeclaration);
  // Nobody sees the body of one that is told by the forms before it.
  const told = constructors.length > 1 ? constructors.filter(({ body }) => body === undefined) : constructors;
  const made = told.map((constructor) => ({
    name: 'constructor',
    type: signatureOf(constructor, constructor.body),
    comment: readComment(constructor),
    methods: [],
  }));
  const type = checker.getTypeAtLocation(declaration);
  const members = type.getProperties().flatMap((property) => {
    const [its] = property.getDeclarations() ?? [];
    const isOurs = its !== undefined && its.getSourceFile().fileName.startsWith(root);
    return isOurs && !property.name.startsWith('__#') ? [readMember(checker, its)] : [];
  });
  return [...made, ...members.filter(({ name }) => !['then', 'catch', 'finally'].includes(name))];
}

function readMember(checker: ts.TypeChecker, declaration: ts.Declaration): Member {
  const name = nameOf(declaration);
  const comment = readComment(declaration);
  const type = checker.getTypeAtLocation(declaration);
  const [itsClass] = type.getSymbol()?.getDeclarations() ?? [];
  const isResource =
    itsClass !== undefined && ts.isClassDeclaration(itsClass) && /Resource$/.test(itsClass.name?.text ?? '');
  const methods = isResource
    ? itsClass.members.filter(ts.isMethodDeclaration).map((method) => readMember(checker, method))
    : [];
  const body = ts.isMethodDeclaration(declaration) ? declaration.body : undefined;
  return { name, type: isResource ? '' : signatureOf(declaration, body), comment, methods };
}

/** The fields of an operation, whose type says only which operation it is. */
function membersOfParameters(checker: ts.TypeChecker, declaration: ts.FunctionDeclaration): Member[] {
  const parameters = declaration.parameters.find(({ type }) => type?.getText().startsWith('ParametersOf<'));
  return parameters ? fieldsOf(checker, parameters) : [];
}

function fieldsOf(checker: ts.TypeChecker, node: ts.Node): Member[] {
  const fields = checker.getTypeAtLocation(node).getNonNullableType().getProperties();
  return fields.map((field) => {
    const optional = field.flags & ts.SymbolFlags.Optional ? '?' : '';
    const type = checker.getTypeOfSymbolAtLocation(field, node);
    const [its] = field.getDeclarations() ?? [];
    return {
      name: field.name,
      type: `${field.name}${optional}: ${checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation)}`,
      comment: its ? readComment(its) : { text: '', examples: [], throws: [] },
      methods: [],
    };
  });
}

function nameOf(declaration: ts.Declaration): string {
  const name = ts.getNameOfDeclaration(declaration);
  return name ? name.getText() : '(call)';
}

/** What a class or an interface is called, takes and extends. */
function headOf(declaration: ts.ClassDeclaration | ts.InterfaceDeclaration): string {
  const text = declaration.getText();
  return plain(text.slice(0, text.indexOf('{')));
}

function signatureOf(declaration: ts.Declaration, body: ts.Node | undefined): string {
  const text = declaration.getText();
  return plain(body ? text.slice(0, body.getStart() - declaration.getStart()) : text);
}

/** Without comments, and without the words that say nothing to who imports it. */
function plain(text: string): string {
  return text
    .replace(/\/\*\*[\s\S]*?\*\/\s*/g, '')
    .replace(/^(export |declare |override |async )+/, '')
    .replace(/;$/, '')
    .trim();
}

function readComment(declaration: ts.Declaration): Comment {
  const [comment] = ts.getJSDocCommentsAndTags(declaration).filter(ts.isJSDoc).slice(-1);
  const text = (comment?.getText() ?? '')
    .replace(/^\/\*\*|\*\/$/g, '')
    .replace(/^[ \t]*\* ?/gm, '')
    .trimStart();
  const [head = '', ...tags] = text.split(/^@(?=\w)/m);
  const tagged = (name: string) =>
    tags.flatMap((tag) =>
      tag.startsWith(`${name} `) || tag.startsWith(`${name}\n`) ? tag.slice(name.length) : [],
    );
  const said = [head, ...tagged('description'), ...tagged('returns').map((what) => `Gives ${what.trim()}.`)];
  return {
    text: said
      .map((part) => part.replace(/\{@link (\w+)\}/g, '`$1`').trim())
      .filter((part) => part !== '')
      .join('\n\n'),
    examples: tagged('example').flatMap((example) => codeOf(example)),
    throws: tagged('throws').map((what) => what.replace(/\{@link (\w+)\}/g, '`$1`').trim()),
  };
}

function codeOf(example: string): string[] {
  return [...example.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code = '']) => code);
}
