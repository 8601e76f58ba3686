import type { MeasureMeta } from '../../pipeline/edition/format.ts';

/** A strategic page: the measures whose chart it shows in full. */
export interface StrategicPage {
  readonly page: MeasureMeta['page'];
  readonly caption: string;
  readonly charts: readonly string[];
}

/** The strategic pages with a scorecard; every measure of the page is in its table. */
export const strategicPages: readonly StrategicPage[] = [
  { page: 'proceedings', caption: 'Care proceedings', charts: ['B2', 'B1'] },
  { page: 'children', caption: 'Children in care', charts: ['B21', 'B13'] },
  { page: 'reviews', caption: 'Reviews, visits and plans', charts: ['B47', 'B51'] },
  { page: 'permanence', caption: 'Permanence in time', charts: ['B27', 'B25'] },
  { page: 'adoption', caption: 'Adoption', charts: ['B34', 'B28'] },
  { page: 'guardianship', caption: 'Special guardianship and other permanence', charts: ['B40', 'B41'] },
  { page: 'home', caption: 'Return home', charts: ['B44', 'B46'] },
  { page: 'family', caption: 'Family group conferences', charts: ['B53', 'B54'] },
  { page: 'carers', caption: 'Adopters and foster families', charts: ['B56', 'B59'] },
];

/** A thematic report of the Board: a year of one service. */
export interface Theme {
  /** Begins the names of its blocks: `reviewing-year`, `reviewing-measures`. */
  readonly theme: string;
  readonly caption: string;
  readonly measures: readonly string[];
}

/** The two services that report to the Board once a year. */
export const themes: readonly Theme[] = [
  {
    theme: 'reviewing',
    caption: 'The reviewing service',
    measures: ['T13', 'T15', 'B47', 'B48', 'B49', 'B50'],
  },
  { theme: 'conferences', caption: 'Family group conferences', measures: ['B53', 'B54', 'B55'] },
];

/** The flows and the stock that describe who is in care, who came and who left. */
export const populationFigures: readonly string[] = ['B7', 'B9', 'B10'];
