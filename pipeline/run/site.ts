/** The one arrow from the pipeline to the dashboards: an edition in, a site out. */
export { buildPages, buildSite } from '../../dashboards/build.ts';
