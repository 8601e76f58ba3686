import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HiddenFigure, narrativeFaults } from '../../../sources/commentary/narrative.ts';
import { size } from '../../proofs/sizes.ts';

const reasons = (
  text: string,
  hidden: readonly (number | HiddenFigure)[] = [],
  leastCount = 6,
  names?: string[],
) =>
  narrativeFaults(text, { leastCount, hidden, ...(names === undefined ? {} : { names }) }).map(
    ({ reason }) => reason,
  );

const small = 'a number below the least count stands beside a word for children';
const single = 'speaks of a single child';
const stands = 'says a figure that is hidden in the tables';
const arithmetic = 'gives a hidden figure away by arithmetic (a part, a sum or a difference of numbers)';
const whole = 'says of all or of none what is hidden in the tables';
const dated = 'the day of a single event stands here';
const place = 'the name of a school, street, home or other place seems to stand here';

describe('small numbers beside a word for children', () => {
  it.each([
    'Two children moved home.',
    '2 children moved home.',
    'Moves home: children, 5.',
    'Of the children who waited, three were adopted.',
    'Four very young and vulnerable children wait.',
    'We found homes for five young people.',
    'We found homes for three of them.',
    'Both siblings moved.',
    'A couple of children moved.',
    'A pair of brothers moved.',
    'The twins moved together.',
    'A handful of young people went missing.',
    'Only a few children wait.',
    'Several girls went home.',
    'One child waited.',
    'One of our children waited.',
    'The only boy waited.',
    'A single young person waited.',
    'My three sisters live elsewhere.',
    'Three were adopted.',
    'There were four adoptions and two orders.',
    'Five families stepped forward.',
    'The number is ４ children.',
    'The number is 4️⃣ children.',
    'We saw **four** children.',
    'We saw f\u200bour children.',
    'Four\nchildren moved.',
    'IV children moved.',
    'Four in nine children waited.',
    'The third child has now moved.',
    'We placed 3/9 children.',
    'This quarter all but two children had a review.',
    'Children adopted: one boy, seven girls.',
    'This year three children were adopted.',
    'Last quarter 2 children moved home.',
    'In the past year 4 families left us.',
    'This week two girls moved.',
    'Over four children moved.',
    'Under three children were adopted.',
    'Of these children, over four were adopted.',
    'The children number three.',
    'Under this number 3 children wait.',
    'At this stage three children wait.',
    'At this stage three were adopted.',
    'In this section two young people tell us more.',
    'At that age two children moved.',
    'We turned four families away.',
    'Two times this year children moved to unregistered homes.',
    'That was last stage. Children: three.',
    'We saw children of every age. Four came, all boys.',
  ])('refuses: %s', (text) => {
    expect(reasons(text)).toContain(small);
  });

  it.each([
    'A girl told us that she was happy.',
    'A quiet little boy moved home.',
    'Another young person told us this.',
    'This child moved.',
    'A baby was placed.',
  ])('refuses one child told as one: %s', (text) => {
    expect(reasons(text)).toContain(single);
  });

  it.each([
    'Six children moved home.',
    '12 children moved home, and 1,204 live with us.',
    'Twenty-one young people came.',
    'One hundred and four children have a plan.',
    'Every child has a plan. No child should wait.',
    'A child needs a home. A child can wait no longer than 26 weeks.',
    'Children under 5 move less. Children aged 3 are settled.',
    'We will hire two new social workers for these children.',
    'Three workshops helped foster carers.',
    'One in five children lives far away.',
    'Half of our children live near home.',
    'Children wait for four months on average.',
    'We asked children about Section 20 and Part 2 of the plan.',
    'By 30 September 2026 each child will have a plan.',
    'As at 30 June 2026 we care for 1,000 children.',
    'In May 2026 we opened a new home.',
    'Next year children will see the same worker more often.',
    'We listen to one another, one day at a time.',
    'Over the two years to March more children stayed put.',
    'The Family Court and the Virtual School help children.',
    'Fewer children waited than a year before.',
    'In the year 2026 children will move less.',
    'We plan more homes for those under five.',
    'We spoke of children under five as an age group.',
    'Item number 3 of the plan is done.',
    'We ask children three times a year.',
    'We met three times as often as before. It helped children.',
  ])('allows: %s', (text) => {
    expect(reasons(text)).toEqual([]);
  });

  it('holds to the least count of the audience', () => {
    expect(reasons('Nine children moved.', [], 10)).toEqual([small]);
    expect(reasons('Two children moved.', [], 1)).toEqual([]);
    expect(reasons('A girl moved.', [], 1)).toEqual([]);
  });

  it('names the line and never the words', () => {
    const faults = narrativeFaults('All is well.\n\nWe saw\nfour children.\nOn 3 May 2026 we moved.', {
      leastCount: 6,
      hidden: [],
    });
    expect(faults).toEqual([
      { line: 4, reason: small },
      { line: 5, reason: dated },
    ]);
    expect(JSON.stringify(faults)).not.toMatch(/four|May/);
  });

  it('finds every number from one to five, spelled or not, with any words between within reach', () => {
    const between = fc.array(fc.constantFrom('of', 'our', 'very', 'young', 'much', 'loved'), {
      maxLength: 5,
    });
    const noun = fc.constantFrom('children', 'young people', 'boys', 'siblings', 'sisters', 'babies');
    const number = fc.constantFrom('1', '2', '3', '4', '5', 'one', 'two', 'three', 'four', 'five', 'Three');
    fc.assert(
      fc.property(between, noun, number, fc.boolean(), (words, people, said, before) => {
        const parts = before ? [said, ...words, people] : [people, ...words, said];
        expect(reasons(`So ${parts.join(' ')} it is.`)).toContain(small);
      }),
      { numRuns: size('narratives') },
    );
  });
});

describe('a hidden figure in another guise', () => {
  it.each<[string, readonly (number | HiddenFigure)[], string]>([
    ['In all 14 came.', [14], stands],
    ['In all fourteen children came.', [14], stands],
    ['In all, a dozen and more came.', [12], stands],
    ['Two dozen children came.', [24], stands],
    ['Half of the four children went home.', [2], arithmetic],
    ['A third of our 21 children waited.', [7], arithmetic],
    ['25% of the 28 children waited.', [7], arithmetic],
    ['One in four of the 28 children waited.', [7], arithmetic],
    ['Three quarters of the 28 children went home.', [7], arithmetic],
    ['Twice as many as the 7 before.', [14], arithmetic],
    ['The number rose from 12 to 21.', [9], arithmetic],
    ['Ten boys and seven girls came.', [17], arithmetic],
    ['Eight, nine and ten children in turn.', [27], arithmetic],
    ['About 33% waited.', [{ value: 33.333333, unit: 'percent' }], stands],
    ['Some 33 per cent waited.', [{ value: 33.333333, unit: 'percent' }], stands],
    ['A third waited.', [{ value: 33.333333, unit: 'percent' }], stands],
    ['One in three waited.', [{ value: 33.333333, unit: 'percent' }], stands],
    ['Half waited.', [{ value: 50, unit: 'percent' }], stands],
    ['The wait was 412 days.', [{ value: 412, unit: 'days' }], stands],
    ['The wait was 59 weeks.', [{ value: 412, unit: 'days' }], stands],
    ['The wait was thirteen and more; 14 months.', [{ value: 412, unit: 'days' }], stands],
    ['All children had a visit.', [{ value: 100, unit: 'percent' }], whole],
    ['Everyone was seen.', [{ value: 100, unit: 'percent' }], whole],
    ['None was adopted.', [0], whole],
    ['No child was adopted.', [{ value: 0, unit: 'percent' }], whole],
  ])('refuses: %s', (text, hidden, reason) => {
    expect(reasons(text, hidden)).toContain(reason);
  });

  it.each<[string, readonly (number | HiddenFigure)[]]>([
    ['We care for 1,000 children.', [14]],
    ['The plan covers 14 weeks.', [14]],
    ['In 2026 we hired 14 social workers.', [14, 2026]],
    ['A third waited.', [{ value: 35, unit: 'percent' }]],
    ['The wait was 59 weeks.', [{ value: 420, unit: 'days' }]],
    ['All children had a visit.', [14]],
    ['No child should wait.', [14]],
    ['The number rose from 12 to 21.', [10]],
  ])('allows: %s', (text, hidden) => {
    expect(reasons(text, hidden)).toEqual([]);
  });

  it('says no hidden number in its reasons', () => {
    expect(reasons('In all 14 came, half of the 28.', [14]).join(' ')).not.toMatch(/\d/);
  });
});

describe('days, places and identifiers', () => {
  it.each([
    'On 3 May we moved.',
    'We moved on 03/05/2026.',
    'We moved on the 3rd of May.',
    'It was May 3rd.',
    'It was 2026-05-03.',
    'She came last Tuesday.',
    'We moved on Christmas Eve.',
    'It was my birthday.',
  ])('refuses the day of an event: %s', (text) => {
    expect(reasons(text)).toContain(dated);
  });

  it.each([
    'I like Willowmere Primary School.',
    'I like The Willowmere Academy.',
    'We live in Larkspur Road.',
    'I sing at St Botolph.',
    'I live at Thistle House.',
  ])('refuses a place by its form: %s', (text) => {
    expect(reasons(text)).toContain(place);
  });

  it('refuses the names it is given, as whole words', () => {
    expect(reasons('We all like Stevenage\nvery much.', [], 6, ['Stevenage'])).toEqual([place]);
    expect(reasons('We meet in East  Herts.', [], 6, ['East Herts'])).toEqual([place]);
    expect(reasons('We feast.', [], 6, ['Eas'])).toEqual([]);
  });

  it('refuses an identifier, markup, a link, and letters that it cannot read', () => {
    expect(reasons('Write to me@example.org.')).toEqual(['an e-mail address seems to stand here']);
    expect(reasons('Fo<b>ur</b> children.')).toContain(
      'holds markup or a link, which could hide a number; write plain text',
    );
    expect(reasons('fоur came').join()).toContain('alphabet');
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        narrativeFaults(text, { leastCount: 6, hidden: [14, { value: 50, unit: 'percent' }] });
      }),
      { numRuns: size('narratives') },
    );
  });
});
