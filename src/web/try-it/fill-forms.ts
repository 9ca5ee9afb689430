type Operation = {
  parameters?: { name?: string; example?: unknown }[];
  requestBody?: { content?: Record<string, unknown> };
};

/** What of the contract is read here. */
export type Contract = { paths: Record<string, Record<string, Operation>> };

const JSON_TYPE = 'application/json';

/**
 * Makes each form one that is taken as it stands. Swagger UI fills bodies of JSON with the examples of the contract, and all others
 * with words like "string": so JSON comes first. No form names its submission: changed and sent again under the same name, it would
 * be refused.
 */
export function fillForms(contract: Contract): Contract {
  for (const { parameters, requestBody } of Object.values(contract.paths).flatMap(Object.values<Operation>)) {
    for (const parameter of parameters ?? [])
      if (parameter.name === 'Idempotency-Key') delete parameter.example;
    const json = requestBody?.content?.[JSON_TYPE];
    if (json !== undefined) requestBody!.content = { [JSON_TYPE]: json, ...requestBody?.content };
  }
  return contract;
}
