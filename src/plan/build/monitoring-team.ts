import { type BuildContext, reportAt } from './context.ts';

/** Who hears of the monitoring itself: the project's owner; else the only team; else the first by name. */
export function monitoringTeam({ workspace }: BuildContext): string | undefined {
  return workspace.project.spec.owner ?? workspace.list('Team')[0]?.name;
}

/** Warns where the first of several teams was taken. */
export function warnOfNoOwner(context: BuildContext): void {
  const { workspace } = context;
  const teams = workspace.list('Team');
  if (workspace.project.spec.owner !== undefined || teams.length <= 1) return;
  reportAt(context, workspace.project, [], {
    code: 'project/no-owner',
    severity: 'warning',
    message: `alerts on the monitoring itself go to ${teams[0]?.name ?? ''}, the first of ${teams.length} teams`,
    hint: 'Name the team under spec.owner of the Project.',
  });
}
