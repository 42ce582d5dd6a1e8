/** Validates objects by the OpenAPI schemas of Kubernetes. An unknown field is an error, as in `kubectl --validate=strict`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import type { K8sObject } from './k8s-objects.js';

interface Schema {
  properties?: Record<string, unknown>;
  additionalProperties?: unknown;
  'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[];
}

interface Document {
  components: { schemas: Record<string, Schema> };
}

/** OpenAPI's formats, which are not validated because the types are sufficient. */
const FORMATS = {
  int32: true,
  int64: true,
  double: true,
  byte: true,
  'date-time': true,
  'int-or-string': true,
} as const;

export class Schemas {
  // Not strict, because OpenAPI has more keywords than JSON Schema.
  private readonly ajv = new Ajv({ strict: false, allErrors: true, formats: FORMATS });
  private readonly documents = new Map<string, Document>();
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(private readonly folder: string) {}

  /** Returns a message for each error of an object. */
  complaints(object: K8sObject): string[] {
    const { apiVersion, kind, metadata } = object;
    const validate = this.validatorOf(apiVersion, kind);
    if (validate(object)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) => {
      return `${kind} ${metadata.name}: ${instancePath} ${message} ${JSON.stringify(params)}`;
    });
  }

  private validatorOf(apiVersion: string, kind: string): ValidateFunction {
    const key = `${apiVersion} ${kind}`;
    const known = this.validators.get(key);
    if (known) return known;
    const { components } = this.documentOf(apiVersion);
    const [version = '', group = ''] = apiVersion.split('/').reverse();
    const entry = Object.entries(components.schemas).find(([, schema]) =>
      schema['x-kubernetes-group-version-kind']?.some(
        (own) => own.group === group && own.version === version && own.kind === kind,
      ),
    );
    if (!entry) throw new Error(`Kubernetes has no ${kind} in ${apiVersion}`);
    const made = this.ajv.compile({ components, $ref: `#/components/schemas/${entry[0]}` });
    this.validators.set(key, made);
    return made;
  }

  private documentOf(apiVersion: string): Document {
    const known = this.documents.get(apiVersion);
    if (known) return known;
    const name = apiVersion.includes('/') ? `apis__${apiVersion.replace('/', '__')}` : `api__${apiVersion}`;
    const document = JSON.parse(readFileSync(join(this.folder, `${name}_openapi.json`), 'utf8')) as Document;
    for (const schema of Object.values(document.components.schemas)) {
      // Objects without properties, such as labels, may have any field.
      if (schema.properties) schema.additionalProperties ??= false;
    }
    this.documents.set(apiVersion, document);
    return document;
  }
}
