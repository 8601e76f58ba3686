/** The command line with the models run in its own process, where a test is not about SQLMesh: it starts much sooner. */
import { processContext } from '../../pipeline/cli/context.ts';
import { main } from '../../pipeline/cli/main.ts';
import { realRooms } from '../../pipeline/run/rooms.ts';
import { deriveInProcess } from '../models/rendered-model.ts';

const rooms = { ...realRooms, derive: deriveInProcess };
process.exitCode = await main(process.argv.slice(2), { ...processContext(), rooms });
