import type { Operation } from '../../http/operation.ts';
import { notFound } from '../../platform/errors.ts';
import { quoted } from '../../platform/readable-text.ts';
import type { CatalogueDirectory } from './catalogue-directory.ts';

export function catalogueOperations(catalogues: CatalogueDirectory): {
  'services.list': Operation<'services.list'>;
  'services.get': Operation<'services.get'>;
} {
  return {
    'services.list': async (call) => {
      const catalogue = await catalogues.get(call.jurisdiction_id ?? '');
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
      return { status: 200, data };
    },

    'services.get': async (call) => {
      const { service_code } = call.parameters;
      const service = (await catalogues.get(call.jurisdiction_id ?? '')).get(service_code);
      if (service?.listed !== true)
        throw notFound(`There is no service ${quoted(service_code)} here.`, 'service_code');
      const attributes = service.attributes.map(({ values, ...attribute }) =>
        values == null ? attribute : { ...attribute, values },
      );
      return { status: 200, data: { service_code, attributes } };
    },
  };
}
