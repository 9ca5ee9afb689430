import type { Operation } from '../../http/operation.ts';
import { notFound } from '../../platform/errors.ts';
import { quoted } from '../../platform/readable-text.ts';
import { languageFor } from '../jurisdictions/index.ts';
import type { JurisdictionDirectory } from '../jurisdictions/index.ts';
import type { CatalogueDirectory } from './catalogue-directory.ts';

export function catalogueOperations(app: {
  jurisdictions: JurisdictionDirectory;
  catalogues: CatalogueDirectory;
}): {
  'services.list': Operation<'services.list'>;
  'services.get': Operation<'services.get'>;
} {
  const speak = async (call: { jurisdiction_id: string | undefined; languages: readonly string[] }) => {
    const jurisdiction = await app.jurisdictions.require(call.jurisdiction_id ?? '');
    const language = languageFor(jurisdiction, call.languages);
    return { language, catalogue: await app.catalogues.get(jurisdiction.jurisdiction_id, language) };
  };
  return {
    'services.list': async (call) => {
      const { language, catalogue } = await speak(call);
      const data = [...catalogue.values()]
        .filter((service) => service.listed)
        .map(({ service_code, service_name, description, attributes, type, keywords, group }) => ({
          service_code,
          service_name,
          description,
          metadata: attributes.length > 0,
          type,
          keywords,
          group,
        }));
      return { status: 200, language, data };
    },

    'services.get': async (call) => {
      const { service_code } = call.parameters;
      const { language, catalogue } = await speak(call);
      const service = catalogue.get(service_code);
      if (service?.listed !== true)
        throw notFound(`There is no service ${quoted(service_code)} here.`, 'service_code');
      const attributes = service.attributes.map(({ values, ...attribute }) =>
        values == null ? attribute : { ...attribute, values },
      );
      return { status: 200, language, data: { service_code, attributes } };
    },
  };
}
