/** Name of the file that makes a folder a project. */
export const PROJECT_FILE = 'modelwatch.yaml';
