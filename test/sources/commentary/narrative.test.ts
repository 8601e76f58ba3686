import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { narrativeFaults, readAgain, type TableFigure } from '../../../sources/commentary/narrative.ts';
import { size } from '../../proofs/sizes.ts';

const reasons = (
  text: string,
  figures?: readonly TableFigure[],
  leastCount = 6,
  names?: string[],
  kept?: string[],
) =>
  narrativeFaults(text, {
    leastCount,
    ...(figures === undefined ? {} : { figures }),
    ...(names === undefined ? {} : { names }),
    ...(kept === undefined ? {} : { kept }),
  }).map(({ reason }) => reason);

const small = 'a number below the least count stands beside a word for children';
const single = 'speaks of a single child';
const number = 'says a number of children that the tables do not print';
const share = 'says a share that the tables do not print';
const wait = 'says a length of time that the tables do not print';
const whole = 'says of all, most or none what the tables keep back';
const dated = 'the day of a single event stands here';
const place = 'the name of a person or place seems to stand here';

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
    expect(reasons('Nine children moved.', undefined, 10)).toEqual([small]);
    expect(reasons('Two children moved.', undefined, 1)).toEqual([]);
    expect(reasons('A girl moved.', undefined, 1)).toEqual([]);
  });

  it('names the line and never the words', () => {
    const faults = narrativeFaults('All is well.\n\nWe saw\nfour children.\nOn 3 May 2026 we moved.', {
      leastCount: 6,
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

describe('numbers against the tables of the question', () => {
  const count = (value: number | null): TableFigure => ({ unit: 'count', value });
  const percent = (value: number | null): TableFigure => ({ unit: 'percent', value });
  const days = (value: number | null): TableFigure => ({ unit: 'days', value });

  it.each<[string, readonly TableFigure[], string]>([
    ['In all 14 children came.', [count(null)], number],
    ['In all fourteen children came.', [count(15)], number],
    ['Two dozen children came.', [count(null), count(30)], number],
    ['Ten boys and seven girls came.', [count(17)], number],
    ['Half of the 28 children went home.', [count(28), percent(null)], share],
    ['25% of the children waited.', [count(28), percent(null)], share],
    ['One in four of the 28 children waited.', [count(28), percent(30)], share],
    ['Fewer than half of the adopted waited.', [percent(null)], share],
    ['More than half of the adopted waited.', [percent(50)], share],
    ['The wait was 412 days.', [days(null)], wait],
    ['On average it took 59 weeks.', [days(null)], wait],
    ['They waited fourteen months.', [days(380)], wait],
    ['All children had a visit.', [percent(null)], whole],
    ['Most of our children had a visit.', [percent(null)], whole],
    ['Everyone was seen.', [percent(null)], whole],
    ['None was adopted.', [count(null)], whole],
    ['No child was adopted.', [count(null)], whole],
  ])('refuses: %s', (text, figures, reason) => {
    expect(reasons(text, figures)).toContain(reason);
  });

  it.each<[string, readonly TableFigure[]]>([
    ['We care for 1,000 children.', [count(1000), count(null)]],
    ['A third of our children waited.', [percent(33), percent(null)]],
    ['Some 33 per cent waited.', [percent(33)]],
    ['Half of our children live near home.', [percent(50)]],
    ['On average they waited 59 weeks.', [days(415)]],
    ['The plan covers 14 weeks.', [count(null)]],
    ['In 2026 we hired 14 social workers.', [count(null)]],
    ['A visit is due every 6 weeks.', [days(null)]],
    ['All children had a visit.', [percent(100)]],
    ['No child should wait.', [count(12)]],
  ])('allows: %s', (text, figures) => {
    expect(reasons(text, figures)).toEqual([]);
  });

  it('says no number in its reasons', () => {
    expect(reasons('In all 14 children came, half of the 28.', [count(null)]).join(' ')).not.toMatch(/\d/);
  });
});

describe('names', () => {
  it.each([
    'I miss my nan in Baldock.',
    'My best friend is Aoife.',
    'Kayleigh told us that she likes it.',
    'We like living with anna and mohammed.',
    'I want to go back to Leeds.',
    'we all moved to leeds.',
    'I support Letchworth Wanderers.',
  ])('refuses: %s', (text) => {
    expect(reasons(text)).toContain(place);
  });

  it('lets stand what the reader for identity keeps, and nothing else', () => {
    expect(reasons('We meet in Baldock with Anna.', undefined, 6, undefined, ['Baldock', 'Anna'])).toEqual(
      [],
    );
    expect(reasons('We meet in Baldock with Anna.', undefined, 6, undefined, ['Baldock'])).toEqual([place]);
    expect(reasons('We meet in Baldock.', undefined, 6, ['Baldock'], ['Baldock'])).toEqual([]);
  });

  it.each([
    'Mum and Dad come on Sundays. My Nan too.',
    'Foster carers said: "We would like more breaks." The Council will ask Ofsted.',
    'I like maths, and Christmas.\nSocial workers should come on time.',
    '- Managers check each month\n- Reviewing officers ask why',
  ])('allows: %s', (text) => {
    expect(reasons(text)).toEqual([]);
  });

  it('lists what a person must read again, by line, and repeats no word', () => {
    const again = readAgain('Will came first.\nHe was in hospital after the burglary.\nWe like it here.');
    expect(again).toEqual([
      { line: 1, reason: 'may begin with a first name' },
      { line: 2, reason: 'may tell of an illness or disability' },
      { line: 2, reason: 'may tell of a crime or a harm' },
    ]);
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
    expect(reasons('We all like stevenage\nvery much.', undefined, 6, ['Stevenage'])).toEqual([place]);
    expect(reasons('We meet in east  herts.', undefined, 6, ['East Herts'])).toEqual([place]);
    expect(reasons('We feast.', undefined, 6, ['Eas'])).toEqual([]);
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
        narrativeFaults(text, {
          leastCount: 6,
          figures: [
            { value: null, unit: 'count' },
            { value: 50, unit: 'percent' },
          ],
        });
      }),
      { numRuns: size('narratives') },
    );
  });
});
