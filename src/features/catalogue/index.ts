export { createCatalogueDirectory } from './catalogue-directory.ts';
export type { CatalogueDirectory } from './catalogue-directory.ts';
export { insertCatalogue } from './catalogue-repository.ts';
export type { ServiceDescription } from './catalogue-repository.ts';
export { checkAttributes } from './check-attributes.ts';
export type { CheckedAttribute } from './check-attributes.ts';
export { importServices } from './import-services.ts';
export { catalogueOperations } from './operations.ts';
export type { Catalogue, Service } from './service.ts';
