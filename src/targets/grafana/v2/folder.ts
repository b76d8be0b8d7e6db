import * as folders from '@grafana/grafana-foundation-sdk/folderv1';
import type * as resource from '@grafana/grafana-foundation-sdk/resource';
import type { GrafanaContext } from '../context.ts';

/** The folder that dashboards name, for those who hand them to Grafana's API. */
export function folderResource({ folder, folderUid }: GrafanaContext): resource.Manifest {
  return folders.manifest(folderUid, new folders.FolderBuilder(folder)).build();
}
