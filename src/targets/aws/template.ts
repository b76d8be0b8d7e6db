import type { Origin } from '../../plan/origin.ts';

/** A resource as CloudFormation spells it; `Properties` may hold `Ref`, `Fn::GetAtt`, `Fn::Sub`, `Fn::If`, … */
export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  /** Logical ids of what must exist first though nothing here refers to it: an alarm named in the text of a rule. */
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: 'Delete' | 'Retain';
  readonly UpdateReplacePolicy?: 'Delete' | 'Retain';
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

export interface Parameter {
  readonly Type: string;
  readonly Description?: string;
  readonly Default?: string | number;
  readonly AllowedPattern?: string;
  readonly AllowedValues?: readonly string[];
  readonly ConstraintDescription?: string;
  readonly NoEcho?: boolean;
}

export interface Output {
  readonly Value: unknown;
  readonly Description?: string;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
}

/** A whole document, in the order in which it is printed. */
export interface Template {
  readonly AWSTemplateFormatVersion: '2010-09-09';
  readonly Description: string;
  readonly Metadata: Readonly<Record<string, unknown>>;
  readonly Parameters?: Readonly<Record<string, Parameter>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, Output>>;
}

/** The subject of what every part may refer to: topics and the like. It stays in the main template where it can. */
export const SHARED = 'shared';

/**
 * What one subject puts into the stack. Logical ids and names of parameters, conditions and outputs are unique over all
 * parts; two parts may declare the same parameter or condition, with the same content. A resource may refer to resources of
 * other parts as if all stood in one template.
 */
export interface TemplatePart {
  /** Kebab id of the model or the like, or `SHARED`. */
  readonly subject: string;
  readonly resources: ReadonlyMap<string, Resource>;
  /** Where each resource comes from, by logical id. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** Those that nothing refers to are left out of the templates. */
  readonly parameters?: ReadonlyMap<string, Parameter>;
  readonly conditions?: ReadonlyMap<string, unknown>;
  readonly outputs?: ReadonlyMap<string, Output>;
  /**
   * Subjects whose stacks come first. It orders nested stacks only: a resource that needs another one says so by `DependsOn`,
   * which holds in one template too and is never given up.
   */
  readonly after?: readonly string[];
}
