import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import { monthlySeries } from '../chart/trend-figure.ts';
import type { PublishedEdition } from '../edition.ts';
import type { BlockContext } from './block.ts';
import { longDay } from './day.ts';
import { type Limit, lineOf, type Target } from './figure.ts';
import { html, joined, type Markup } from './markup.ts';

/** The rules of a measure that an authority has, or shares with all. */
export function rulesOf(
  measure: MeasureMeta,
  authority: string,
): { readonly targets: readonly Target[]; readonly limits: readonly Limit[] } {
  const isOurs = (rule: { authority: string }) => rule.authority === authority || rule.authority === '*';
  return { targets: measure.targets.filter(isOurs), limits: measure.limits.filter(isOurs) };
}

/** First day that the trend of a measure shows. */
function firstDayShown(edition: PublishedEdition, authority: string, measure: MeasureMeta): string {
  return (
    monthlySeries(edition, authority, measure, measure.rated_line)[0]?.day ?? edition.manifest.as_at_date
  );
}

/** The sentences that announce each rule that took another's place within the charted span, or will. */
function ruleChanges(edition: PublishedEdition, authority: string, measure: MeasureMeta): readonly string[] {
  const { targets, limits } = rulesOf(measure, authority);
  const asAt = edition.manifest.as_at_date;
  const since = firstDayShown(edition, authority, measure);
  const isNew = (rule: Target | Limit, others: readonly (Target | Limit)[]) =>
    rule.effective_from > since &&
    others.some((other) => other.effective_to !== null && other.effective_to <= rule.effective_from);
  const when = ({ effective_from: from }: Target | Limit) =>
    from > asAt ? `From ${longDay(from)} on` : `Since ${longDay(from)}`;
  return [
    ...targets
      .filter((rule) =>
        isNew(
          rule,
          targets.filter(({ line }) => line === rule.line),
        ),
      )
      .map(
        (rule) =>
          `${when(rule)} the rating rule${rule.line === 'main' ? '' : ` of “${lineOf(measure, rule.line).name}”`} is another: ${rule.in_words}`,
      ),
    ...limits
      .filter((rule) =>
        isNew(
          rule,
          limits.filter(({ limit_key }) => limit_key === rule.limit_key),
        ),
      )
      .map((rule) => `${when(rule)} the time limit “${rule.meaning}” is ${rule.n} ${rule.unit}.`),
  ];
}

/** Announces beside a figure that its rule changed within the months shown. */
export function ruleChangeNotice({ edition, authority }: BlockContext, measure: MeasureMeta): Markup | null {
  const changes = ruleChanges(edition, authority.authority, measure);
  return changes.length === 0
    ? null
    : html`<p class="rule-change"><strong>Rule changed.</strong> ${joined(changes, ' ')} Months before keep the rule of their day.</p>`;
}
