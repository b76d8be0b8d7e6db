import { sha256 } from '../support/sha256.ts';
import type { PagingService } from './paging.ts';

/** Ids whose words can be told apart when each begins with a capital: `risk-ml/primary`. */
const PLAIN_ID = /^[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*\/[a-z]+$/;

/**
 * What the address of a service is called wherever it is handed from one program to another: the output of Terraform that
 * tells the address, and the parameter of the AWS template that takes it. `risk-ml/primary` gives
 * `PagerDutyEndpointRiskMlPrimary`. Letters and digits only, as CloudFormation wants; no two ids give one name: an id of
 * another shape (`risk/ml-primary`) ends with a number made of the id's SHA-256, and a plain one with a letter.
 */
export function pagingParameterName({ id }: Pick<PagingService, 'id'>): string {
  const words = id.split(/[^A-Za-z0-9]+/);
  const name = `PagerDutyEndpoint${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`;
  if (PLAIN_ID.test(id)) return name;
  return `${name}${Number.parseInt(sha256(id).slice(0, 12), 16)}`;
}
