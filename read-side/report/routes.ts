// Reports that law asks for, made from the log's views when they are asked for.
import type { Route } from '#domain/kernel/route.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { accountingRoute } from './accounting.ts';
import { articlesRoute } from './articles.ts';
import { breachScopeRoute } from './breach-scope.ts';
import { inventoryRoute } from './inventory.ts';
import { recertificationRoute } from './recertification.ts';
import { recipientsRoute } from './recipients.ts';
import { subjectAccessRoute } from './subject-access.ts';

const REPORTS = [accountingRoute, subjectAccessRoute, recipientsRoute, inventoryRoute, breachScopeRoute, recertificationRoute, articlesRoute];
export const reportQueries = (deps: ReadDeps): Route[] => REPORTS.map((report) => report(deps));
