import { WRITTEN } from '../developers/example-city.ts';
import type { ExampleCity } from '../developers/example-city.ts';

type Schema = { $ref?: string; properties?: Record<string, object> };
type Content = { schema?: Schema; examples?: Record<string, { $ref?: string; value?: unknown }> };
type Operation = {
  parameters?: { name?: string; example?: unknown }[];
  requestBody?: { content?: Record<string, Content> };
};

/** What of the contract is read here. */
export type Contract = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; examples: Record<string, { value?: unknown }> };
};

const JSON_TYPE = 'application/json';

/**
 * Makes each form one that is taken as it stands. Swagger UI fills bodies of JSON with the examples of the contract, and the fields
 * of all others with words like "string": so JSON comes first, and the others get the values of its example, or nothing. No form
 * names its submission: changed and sent again under the same name, it would be refused.
 * @param city whose examples they are to be; without one, those of the contract stay
 */
export function fillForms(written: Contract, city: ExampleCity | undefined): Contract {
  const contract = city === undefined ? written : inCity(written, city);
  for (const { parameters, requestBody } of Object.values(contract.paths).flatMap(Object.values<Operation>)) {
    for (const parameter of parameters ?? [])
      if (parameter.name === 'Idempotency-Key') delete parameter.example;
    const json = requestBody?.content?.[JSON_TYPE];
    if (json === undefined) continue;
    const forms = Object.entries(requestBody!.content!).filter(([type]) => type !== JSON_TYPE);
    for (const [, form] of forms) fillFields(contract, form, json);
    requestBody!.content = { [JSON_TYPE]: json, ...Object.fromEntries(forms) };
  }
  return contract;
}

/** Puts the values of an example into the single fields of a form. */
function fillFields({ components }: Contract, form: Content, { examples = {} }: Content): void {
  const named = (ref: string | undefined) => ref?.split('/').pop() ?? '';
  const schema = components.schemas[named(form.schema?.$ref)];
  const [example] = Object.values(examples);
  if (schema?.properties === undefined || example === undefined) return;
  const values = (components.examples[named(example.$ref)] ?? example).value as Record<string, unknown>;
  const fields = Object.entries(schema.properties).flatMap(([name, field]): [string, object][] => {
    const value = values[name] ?? '';
    if (name !== 'attribute') return [[name, { ...field, example: value }]];
    // An empty one is an answer to no question, and is refused: each answer is a field of its own.
    return Object.entries(value).map(([code, answer]) => [
      `attribute[${code}]`,
      { type: 'string', example: answer as unknown },
    ]);
  });
  form.schema = { ...schema, properties: Object.fromEntries(fields) };
  // With one, the form would be filled anew with its text.
  delete form.examples;
}

/** The contract with another city wherever its examples have the one that they are written with. */
function inCity(contract: Contract, city: ExampleCity): Contract {
  const { service, asking = service } = city;
  const own = new Map<unknown, unknown>([
    [WRITTEN.jurisdiction_id, city.jurisdiction_id],
    [WRITTEN.service_code, service.service_code],
    [WRITTEN.asking_code, asking.service_code],
    [WRITTEN.lat, city.lat],
    [WRITTEN.long, city.long],
  ]);
  const filled = JSON.parse(
    JSON.stringify(contract),
    (_, value) => own.get(value) ?? (value as unknown),
  ) as Contract;
  const submission = filled.components.examples['submission']?.value as Record<string, unknown> | undefined;
  if (submission !== undefined && Object.keys(service.answers).length > 0)
    submission['attribute'] = service.answers;
  return filled;
}
