import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace lockstep. */
export namespace lockstep {

    /**
     * Properties of a CoordinatorMessage.
     * @deprecated Use lockstep.CoordinatorMessage.$Properties instead.
     */
    interface ICoordinatorMessage extends lockstep.CoordinatorMessage.$Properties {
    }

    /** Represents a CoordinatorMessage. */
    class CoordinatorMessage {

        /**
         * Constructs a new CoordinatorMessage.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.CoordinatorMessage.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CoordinatorMessage leaderEpoch. */
        leaderEpoch: number;

        /** CoordinatorMessage version. */
        version: number;

        /** CoordinatorMessage data. */
        data: Uint8Array;

        /** CoordinatorMessage toIncarnation. */
        toIncarnation: number;

        /** CoordinatorMessage runInfo. */
        runInfo?: (lockstep.RunInfo.$Properties|null);

        /** CoordinatorMessage welcome. */
        welcome?: (lockstep.Welcome.$Properties|null);

        /** CoordinatorMessage refusal. */
        refusal?: (lockstep.Refusal.$Properties|null);

        /** CoordinatorMessage lease. */
        lease?: (lockstep.Lease.$Properties|null);

        /** CoordinatorMessage weightsPart. */
        weightsPart?: (lockstep.WeightsPart.$Properties|null);

        /** CoordinatorMessage gradientRequest. */
        gradientRequest?: (lockstep.GradientRequest.$Properties|null);

        /** CoordinatorMessage heartbeat. */
        heartbeat?: (lockstep.LeaderHeartbeat.$Properties|null);

        /** CoordinatorMessage checkpoint. */
        checkpoint?: (lockstep.CheckpointHint.$Properties|null);

        /** CoordinatorMessage ended. */
        ended?: (lockstep.RunEnded.$Properties|null);

        /** CoordinatorMessage reducedPart. */
        reducedPart?: (lockstep.ReducedPart.$Properties|null);

        /** CoordinatorMessage statePart. */
        statePart?: (lockstep.StatePart.$Properties|null);

        /** CoordinatorMessage body. */
        body?: ("runInfo"|"welcome"|"refusal"|"lease"|"weightsPart"|"gradientRequest"|"heartbeat"|"checkpoint"|"ended"|"reducedPart"|"statePart");

        /**
         * Encodes the specified CoordinatorMessage message. Does not implicitly {@link lockstep.CoordinatorMessage.verify|verify} messages.
         * @param message CoordinatorMessage message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.CoordinatorMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CoordinatorMessage message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.CoordinatorMessage & lockstep.CoordinatorMessage.$Shape} CoordinatorMessage
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.CoordinatorMessage & lockstep.CoordinatorMessage.$Shape;
    }

    namespace CoordinatorMessage {

        /** Properties of a CoordinatorMessage. */
        interface $Properties {

            /** CoordinatorMessage leaderEpoch */
            leaderEpoch?: (number|null);

            /** CoordinatorMessage version */
            version?: (number|null);

            /** CoordinatorMessage data */
            data?: (Uint8Array|null);

            /** CoordinatorMessage toIncarnation */
            toIncarnation?: (number|null);

            /** CoordinatorMessage runInfo */
            runInfo?: (lockstep.RunInfo.$Properties|null);

            /** CoordinatorMessage welcome */
            welcome?: (lockstep.Welcome.$Properties|null);

            /** CoordinatorMessage refusal */
            refusal?: (lockstep.Refusal.$Properties|null);

            /** CoordinatorMessage lease */
            lease?: (lockstep.Lease.$Properties|null);

            /** CoordinatorMessage weightsPart */
            weightsPart?: (lockstep.WeightsPart.$Properties|null);

            /** CoordinatorMessage gradientRequest */
            gradientRequest?: (lockstep.GradientRequest.$Properties|null);

            /** CoordinatorMessage heartbeat */
            heartbeat?: (lockstep.LeaderHeartbeat.$Properties|null);

            /** CoordinatorMessage checkpoint */
            checkpoint?: (lockstep.CheckpointHint.$Properties|null);

            /** CoordinatorMessage ended */
            ended?: (lockstep.RunEnded.$Properties|null);

            /** CoordinatorMessage reducedPart */
            reducedPart?: (lockstep.ReducedPart.$Properties|null);

            /** CoordinatorMessage statePart */
            statePart?: (lockstep.StatePart.$Properties|null);

            /** CoordinatorMessage body */
            body?: ("runInfo"|"welcome"|"refusal"|"lease"|"weightsPart"|"gradientRequest"|"heartbeat"|"checkpoint"|"ended"|"reducedPart"|"statePart");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a CoordinatorMessage. */
        type $Shape = {
          leaderEpoch?: number|null;
          version?: number|null;
          data?: Uint8Array|null;
          toIncarnation?: number|null;
          runInfo?: lockstep.RunInfo.$Shape|null;
          welcome?: lockstep.Welcome.$Shape|null;
          refusal?: lockstep.Refusal.$Shape|null;
          lease?: lockstep.Lease.$Shape|null;
          weightsPart?: lockstep.WeightsPart.$Shape|null;
          gradientRequest?: lockstep.GradientRequest.$Shape|null;
          heartbeat?: lockstep.LeaderHeartbeat.$Shape|null;
          checkpoint?: lockstep.CheckpointHint.$Shape|null;
          ended?: lockstep.RunEnded.$Shape|null;
          reducedPart?: lockstep.ReducedPart.$Shape|null;
          statePart?: lockstep.StatePart.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ body?: undefined; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; gradientRequest?: null; heartbeat?: null; checkpoint?: null; ended?: null; reducedPart?: null; statePart?: null }|{ body?: "runInfo"; runInfo: lockstep.RunInfo.$Shape; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; gradientRequest?: null; heartbeat?: null; checkpoint?: null; ended?: null; reducedPart?: null; statePart?: null }|{ body?: "welcome"; runInfo?: null; welcome: lockstep.Welcome.$Shape; refusal?: null; lease?: null; weightsPart?: null; gradientRequest?: null; heartbeat?: null; checkpoint?: null; ended?: null; reducedPart?: null; statePart?: null }|{ body?: "refusal"; runInfo?: null; welcome?: null; refusal: lockstep.Refusal.$Shape; lease?: null; weightsPart?: null; gradientRequest?: null; heartbeat?: null; checkpoint?: null; ended?: null; reducedPart?: null; statePart?: null }|{ body?: "lease"; runInfo?: null; welcome?: null; refusal?: null; lease: lockstep.Lease.$Shape; weightsPart?: null; gradientRequest?: null; heartbeat?: null; checkpoint?: null; ended?: null; reducedPart?: null; statePart?: null }|{ body?: "weightsPart"; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart: lockstep.WeightsPart.$Shape; gradientRequest?: null; heartbeat?: null; checkpoint?: null; ended?: null; reducedPart?: null; statePart?: null }|{ body?: "gradientRequest"; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; gradientRequest: lockstep.GradientRequest.$Shape; heartbeat?: null; checkpoint?: null; ended?: null; reducedPart?: null; statePart?: null }|{ body?: "heartbeat"; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; gradientRequest?: null; heartbeat: lockstep.LeaderHeartbeat.$Shape; checkpoint?: null; ended?: null; reducedPart?: null; statePart?: null }|{ body?: "checkpoint"; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; gradientRequest?: null; heartbeat?: null; checkpoint: lockstep.CheckpointHint.$Shape; ended?: null; reducedPart?: null; statePart?: null }|{ body?: "ended"; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; gradientRequest?: null; heartbeat?: null; checkpoint?: null; ended: lockstep.RunEnded.$Shape; reducedPart?: null; statePart?: null }|{ body?: "reducedPart"; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; gradientRequest?: null; heartbeat?: null; checkpoint?: null; ended?: null; reducedPart: lockstep.ReducedPart.$Shape; statePart?: null }|{ body?: "statePart"; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; gradientRequest?: null; heartbeat?: null; checkpoint?: null; ended?: null; reducedPart?: null; statePart: lockstep.StatePart.$Shape })
        );
    }

    /**
     * Properties of a RunInfo.
     * @deprecated Use lockstep.RunInfo.$Properties instead.
     */
    interface IRunInfo extends lockstep.RunInfo.$Properties {
    }

    /** Represents a RunInfo. */
    class RunInfo {

        /**
         * Constructs a new RunInfo.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.RunInfo.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RunInfo protocolVersion. */
        protocolVersion: number;

        /** RunInfo run. */
        run: string;

        /** RunInfo schemaHash. */
        schemaHash: string;

        /** RunInfo dataset. */
        dataset: string;

        /** RunInfo files. */
        files: lockstep.DataFile.$Properties[];

        /** RunInfo task. */
        task: string;

        /** RunInfo seed. */
        seed: number;

        /** RunInfo batchSize. */
        batchSize: number;

        /** RunInfo shards. */
        shards: number;

        /** RunInfo threads. */
        threads: number;

        /** RunInfo trainSamples. */
        trainSamples: number;

        /** RunInfo testSamples. */
        testSamples: number;

        /** RunInfo parameterCount. */
        parameterCount: number;

        /** RunInfo partSizeBytes. */
        partSizeBytes: number;

        /** RunInfo heartbeatIntervalMs. */
        heartbeatIntervalMs: number;

        /** RunInfo heartbeatTimeoutMs. */
        heartbeatTimeoutMs: number;

        /** RunInfo settings. */
        settings?: (lockstep.RunSettings.$Properties|null);

        /** RunInfo wireDtype. */
        wireDtype: lockstep.WireDtype;

        /**
         * Encodes the specified RunInfo message. Does not implicitly {@link lockstep.RunInfo.verify|verify} messages.
         * @param message RunInfo message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.RunInfo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RunInfo message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.RunInfo & lockstep.RunInfo.$Shape} RunInfo
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.RunInfo & lockstep.RunInfo.$Shape;
    }

    namespace RunInfo {

        /** Properties of a RunInfo. */
        interface $Properties {

            /** RunInfo protocolVersion */
            protocolVersion?: (number|null);

            /** RunInfo run */
            run?: (string|null);

            /** RunInfo schemaHash */
            schemaHash?: (string|null);

            /** RunInfo dataset */
            dataset?: (string|null);

            /** RunInfo files */
            files?: (lockstep.DataFile.$Properties[]|null);

            /** RunInfo task */
            task?: (string|null);

            /** RunInfo seed */
            seed?: (number|null);

            /** RunInfo batchSize */
            batchSize?: (number|null);

            /** RunInfo shards */
            shards?: (number|null);

            /** RunInfo threads */
            threads?: (number|null);

            /** RunInfo trainSamples */
            trainSamples?: (number|null);

            /** RunInfo testSamples */
            testSamples?: (number|null);

            /** RunInfo parameterCount */
            parameterCount?: (number|null);

            /** RunInfo partSizeBytes */
            partSizeBytes?: (number|null);

            /** RunInfo heartbeatIntervalMs */
            heartbeatIntervalMs?: (number|null);

            /** RunInfo heartbeatTimeoutMs */
            heartbeatTimeoutMs?: (number|null);

            /** RunInfo settings */
            settings?: (lockstep.RunSettings.$Properties|null);

            /** RunInfo wireDtype */
            wireDtype?: (lockstep.WireDtype|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RunInfo. */
        type $Shape = lockstep.RunInfo.$Properties;
    }

    /** WireDtype enum. */
    enum WireDtype {

        /** WIRE_DTYPE_UNSPECIFIED value */
        WIRE_DTYPE_UNSPECIFIED = 0,

        /** F32 value */
        F32 = 1,

        /** BF16 value */
        BF16 = 2
    }

    /**
     * Properties of a RunSettings.
     * @deprecated Use lockstep.RunSettings.$Properties instead.
     */
    interface IRunSettings extends lockstep.RunSettings.$Properties {
    }

    /** Represents a RunSettings. */
    class RunSettings {

        /**
         * Constructs a new RunSettings.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.RunSettings.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RunSettings epochs. */
        epochs: number;

        /** RunSettings maxSteps. */
        maxSteps: number;

        /** RunSettings learningRate. */
        learningRate: number;

        /** RunSettings checkpointEvery. */
        checkpointEvery: number;

        /** RunSettings mixedNumerics. */
        mixedNumerics: boolean;

        /** RunSettings audit. */
        audit: number;

        /**
         * Encodes the specified RunSettings message. Does not implicitly {@link lockstep.RunSettings.verify|verify} messages.
         * @param message RunSettings message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.RunSettings.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RunSettings message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.RunSettings & lockstep.RunSettings.$Shape} RunSettings
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.RunSettings & lockstep.RunSettings.$Shape;
    }

    namespace RunSettings {

        /** Properties of a RunSettings. */
        interface $Properties {

            /** RunSettings epochs */
            epochs?: (number|null);

            /** RunSettings maxSteps */
            maxSteps?: (number|null);

            /** RunSettings learningRate */
            learningRate?: (number|null);

            /** RunSettings checkpointEvery */
            checkpointEvery?: (number|null);

            /** RunSettings mixedNumerics */
            mixedNumerics?: (boolean|null);

            /** RunSettings audit */
            audit?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RunSettings. */
        type $Shape = lockstep.RunSettings.$Properties;
    }

    /**
     * Properties of a DataFile.
     * @deprecated Use lockstep.DataFile.$Properties instead.
     */
    interface IDataFile extends lockstep.DataFile.$Properties {
    }

    /** Represents a DataFile. */
    class DataFile {

        /**
         * Constructs a new DataFile.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.DataFile.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DataFile sha256. */
        sha256: string;

        /** DataFile bytes. */
        bytes: number;

        /** DataFile name. */
        name: string;

        /**
         * Encodes the specified DataFile message. Does not implicitly {@link lockstep.DataFile.verify|verify} messages.
         * @param message DataFile message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.DataFile.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DataFile message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.DataFile & lockstep.DataFile.$Shape} DataFile
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.DataFile & lockstep.DataFile.$Shape;
    }

    namespace DataFile {

        /** Properties of a DataFile. */
        interface $Properties {

            /** DataFile sha256 */
            sha256?: (string|null);

            /** DataFile bytes */
            bytes?: (number|null);

            /** DataFile name */
            name?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DataFile. */
        type $Shape = lockstep.DataFile.$Properties;
    }

    /**
     * Properties of a Welcome.
     * @deprecated Use lockstep.Welcome.$Properties instead.
     */
    interface IWelcome extends lockstep.Welcome.$Properties {
    }

    /** Represents a Welcome. */
    class Welcome {

        /**
         * Constructs a new Welcome.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.Welcome.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Encodes the specified Welcome message. Does not implicitly {@link lockstep.Welcome.verify|verify} messages.
         * @param message Welcome message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.Welcome.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Welcome message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.Welcome & lockstep.Welcome.$Shape} Welcome
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.Welcome & lockstep.Welcome.$Shape;
    }

    namespace Welcome {

        /** Properties of a Welcome. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Welcome. */
        type $Shape = lockstep.Welcome.$Properties;
    }

    /**
     * Properties of a Refusal.
     * @deprecated Use lockstep.Refusal.$Properties instead.
     */
    interface IRefusal extends lockstep.Refusal.$Properties {
    }

    /** Represents a Refusal. */
    class Refusal {

        /**
         * Constructs a new Refusal.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.Refusal.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Refusal code. */
        code: lockstep.RefusalCode;

        /** Refusal reason. */
        reason: string;

        /**
         * Encodes the specified Refusal message. Does not implicitly {@link lockstep.Refusal.verify|verify} messages.
         * @param message Refusal message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.Refusal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Refusal message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.Refusal & lockstep.Refusal.$Shape} Refusal
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.Refusal & lockstep.Refusal.$Shape;
    }

    namespace Refusal {

        /** Properties of a Refusal. */
        interface $Properties {

            /** Refusal code */
            code?: (lockstep.RefusalCode|null);

            /** Refusal reason */
            reason?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Refusal. */
        type $Shape = lockstep.Refusal.$Properties;
    }

    /** RefusalCode enum. */
    enum RefusalCode {

        /** REFUSAL_UNSPECIFIED value */
        REFUSAL_UNSPECIFIED = 0,

        /** MALFORMED value */
        MALFORMED = 1,

        /** PROTOCOL_VERSION value */
        PROTOCOL_VERSION = 2,

        /** SCHEMA value */
        SCHEMA = 3,

        /** FINGERPRINT value */
        FINGERPRINT = 4,

        /** DUPLICATE_ID value */
        DUPLICATE_ID = 5,

        /** UNKNOWN_WORKER value */
        UNKNOWN_WORKER = 6,

        /** FULL value */
        FULL = 7,

        /** NO_LEASE value */
        NO_LEASE = 8,

        /** NOT_FINITE value */
        NOT_FINITE = 9,

        /** WRONG_SHAPE value */
        WRONG_SHAPE = 10,

        /** STALE value */
        STALE = 11,

        /** AUDIT value */
        AUDIT = 12
    }

    /** Phase enum. */
    enum Phase {

        /** PHASE_UNSPECIFIED value */
        PHASE_UNSPECIFIED = 0,

        /** TRAIN value */
        TRAIN = 1,

        /** EVALUATE value */
        EVALUATE = 2
    }

    /**
     * Properties of a Lease.
     * @deprecated Use lockstep.Lease.$Properties instead.
     */
    interface ILease extends lockstep.Lease.$Properties {
    }

    /** Represents a Lease. */
    class Lease {

        /**
         * Constructs a new Lease.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.Lease.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Lease phase. */
        phase: lockstep.Phase;

        /** Lease leaseId. */
        leaseId: number;

        /** Lease firstShard. */
        firstShard: number;

        /** Lease shardCount. */
        shardCount: number;

        /** Lease creditParts. */
        creditParts: number;

        /**
         * Encodes the specified Lease message. Does not implicitly {@link lockstep.Lease.verify|verify} messages.
         * @param message Lease message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.Lease.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Lease message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.Lease & lockstep.Lease.$Shape} Lease
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.Lease & lockstep.Lease.$Shape;
    }

    namespace Lease {

        /** Properties of a Lease. */
        interface $Properties {

            /** Lease phase */
            phase?: (lockstep.Phase|null);

            /** Lease leaseId */
            leaseId?: (number|null);

            /** Lease firstShard */
            firstShard?: (number|null);

            /** Lease shardCount */
            shardCount?: (number|null);

            /** Lease creditParts */
            creditParts?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Lease. */
        type $Shape = lockstep.Lease.$Properties;
    }

    /**
     * Properties of a WeightsPart.
     * @deprecated Use lockstep.WeightsPart.$Properties instead.
     */
    interface IWeightsPart extends lockstep.WeightsPart.$Properties {
    }

    /** Represents a WeightsPart. */
    class WeightsPart {

        /**
         * Constructs a new WeightsPart.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.WeightsPart.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** WeightsPart part. */
        part: number;

        /**
         * Encodes the specified WeightsPart message. Does not implicitly {@link lockstep.WeightsPart.verify|verify} messages.
         * @param message WeightsPart message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.WeightsPart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a WeightsPart message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.WeightsPart & lockstep.WeightsPart.$Shape} WeightsPart
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.WeightsPart & lockstep.WeightsPart.$Shape;
    }

    namespace WeightsPart {

        /** Properties of a WeightsPart. */
        interface $Properties {

            /** WeightsPart part */
            part?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a WeightsPart. */
        type $Shape = lockstep.WeightsPart.$Properties;
    }

    /**
     * Properties of a GradientRequest.
     * @deprecated Use lockstep.GradientRequest.$Properties instead.
     */
    interface IGradientRequest extends lockstep.GradientRequest.$Properties {
    }

    /** Represents a GradientRequest. */
    class GradientRequest {

        /**
         * Constructs a new GradientRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.GradientRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** GradientRequest leaseId. */
        leaseId: number;

        /** GradientRequest level. */
        level: number;

        /** GradientRequest index. */
        index: number;

        /** GradientRequest firstPart. */
        firstPart: number;

        /** GradientRequest partCount. */
        partCount: number;

        /**
         * Encodes the specified GradientRequest message. Does not implicitly {@link lockstep.GradientRequest.verify|verify} messages.
         * @param message GradientRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.GradientRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a GradientRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.GradientRequest & lockstep.GradientRequest.$Shape} GradientRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.GradientRequest & lockstep.GradientRequest.$Shape;
    }

    namespace GradientRequest {

        /** Properties of a GradientRequest. */
        interface $Properties {

            /** GradientRequest leaseId */
            leaseId?: (number|null);

            /** GradientRequest level */
            level?: (number|null);

            /** GradientRequest index */
            index?: (number|null);

            /** GradientRequest firstPart */
            firstPart?: (number|null);

            /** GradientRequest partCount */
            partCount?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a GradientRequest. */
        type $Shape = lockstep.GradientRequest.$Properties;
    }

    /**
     * Properties of a LeaderHeartbeat.
     * @deprecated Use lockstep.LeaderHeartbeat.$Properties instead.
     */
    interface ILeaderHeartbeat extends lockstep.LeaderHeartbeat.$Properties {
    }

    /** Represents a LeaderHeartbeat. */
    class LeaderHeartbeat {

        /**
         * Constructs a new LeaderHeartbeat.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.LeaderHeartbeat.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Encodes the specified LeaderHeartbeat message. Does not implicitly {@link lockstep.LeaderHeartbeat.verify|verify} messages.
         * @param message LeaderHeartbeat message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.LeaderHeartbeat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaderHeartbeat message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.LeaderHeartbeat & lockstep.LeaderHeartbeat.$Shape} LeaderHeartbeat
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.LeaderHeartbeat & lockstep.LeaderHeartbeat.$Shape;
    }

    namespace LeaderHeartbeat {

        /** Properties of a LeaderHeartbeat. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaderHeartbeat. */
        type $Shape = lockstep.LeaderHeartbeat.$Properties;
    }

    /**
     * Properties of a CheckpointHint.
     * @deprecated Use lockstep.CheckpointHint.$Properties instead.
     */
    interface ICheckpointHint extends lockstep.CheckpointHint.$Properties {
    }

    /** Represents a CheckpointHint. */
    class CheckpointHint {

        /**
         * Constructs a new CheckpointHint.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.CheckpointHint.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CheckpointHint name. */
        name: string;

        /** CheckpointHint last. */
        last: boolean;

        /**
         * Encodes the specified CheckpointHint message. Does not implicitly {@link lockstep.CheckpointHint.verify|verify} messages.
         * @param message CheckpointHint message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.CheckpointHint.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CheckpointHint message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.CheckpointHint & lockstep.CheckpointHint.$Shape} CheckpointHint
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.CheckpointHint & lockstep.CheckpointHint.$Shape;
    }

    namespace CheckpointHint {

        /** Properties of a CheckpointHint. */
        interface $Properties {

            /** CheckpointHint name */
            name?: (string|null);

            /** CheckpointHint last */
            last?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CheckpointHint. */
        type $Shape = lockstep.CheckpointHint.$Properties;
    }

    /**
     * Properties of a RunEnded.
     * @deprecated Use lockstep.RunEnded.$Properties instead.
     */
    interface IRunEnded extends lockstep.RunEnded.$Properties {
    }

    /** Represents a RunEnded. */
    class RunEnded {

        /**
         * Constructs a new RunEnded.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.RunEnded.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RunEnded reason. */
        reason: string;

        /**
         * Encodes the specified RunEnded message. Does not implicitly {@link lockstep.RunEnded.verify|verify} messages.
         * @param message RunEnded message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.RunEnded.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RunEnded message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.RunEnded & lockstep.RunEnded.$Shape} RunEnded
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.RunEnded & lockstep.RunEnded.$Shape;
    }

    namespace RunEnded {

        /** Properties of a RunEnded. */
        interface $Properties {

            /** RunEnded reason */
            reason?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RunEnded. */
        type $Shape = lockstep.RunEnded.$Properties;
    }

    /**
     * Properties of a ReducedPart.
     * @deprecated Use lockstep.ReducedPart.$Properties instead.
     */
    interface IReducedPart extends lockstep.ReducedPart.$Properties {
    }

    /** Represents a ReducedPart. */
    class ReducedPart {

        /**
         * Constructs a new ReducedPart.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.ReducedPart.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ReducedPart samples. */
        samples: number;

        /** ReducedPart lossSum. */
        lossSum: number;

        /** ReducedPart part. */
        part: number;

        /**
         * Encodes the specified ReducedPart message. Does not implicitly {@link lockstep.ReducedPart.verify|verify} messages.
         * @param message ReducedPart message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.ReducedPart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ReducedPart message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.ReducedPart & lockstep.ReducedPart.$Shape} ReducedPart
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.ReducedPart & lockstep.ReducedPart.$Shape;
    }

    namespace ReducedPart {

        /** Properties of a ReducedPart. */
        interface $Properties {

            /** ReducedPart samples */
            samples?: (number|null);

            /** ReducedPart lossSum */
            lossSum?: (number|null);

            /** ReducedPart part */
            part?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ReducedPart. */
        type $Shape = lockstep.ReducedPart.$Properties;
    }

    /**
     * Properties of a StatePart.
     * @deprecated Use lockstep.StatePart.$Properties instead.
     */
    interface IStatePart extends lockstep.StatePart.$Properties {
    }

    /** Represents a StatePart. */
    class StatePart {

        /**
         * Constructs a new StatePart.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.StatePart.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** StatePart snapshotVersion. */
        snapshotVersion: number;

        /** StatePart beta1Power. */
        beta1Power: number;

        /** StatePart beta2Power. */
        beta2Power: number;

        /** StatePart fingerprint. */
        fingerprint: string;

        /** StatePart part. */
        part: number;

        /**
         * Encodes the specified StatePart message. Does not implicitly {@link lockstep.StatePart.verify|verify} messages.
         * @param message StatePart message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.StatePart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a StatePart message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.StatePart & lockstep.StatePart.$Shape} StatePart
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.StatePart & lockstep.StatePart.$Shape;
    }

    namespace StatePart {

        /** Properties of a StatePart. */
        interface $Properties {

            /** StatePart snapshotVersion */
            snapshotVersion?: (number|null);

            /** StatePart beta1Power */
            beta1Power?: (number|null);

            /** StatePart beta2Power */
            beta2Power?: (number|null);

            /** StatePart fingerprint */
            fingerprint?: (string|null);

            /** StatePart part */
            part?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a StatePart. */
        type $Shape = lockstep.StatePart.$Properties;
    }

    /**
     * Properties of a StandbyMessage.
     * @deprecated Use lockstep.StandbyMessage.$Properties instead.
     */
    interface IStandbyMessage extends lockstep.StandbyMessage.$Properties {
    }

    /** Represents a StandbyMessage. */
    class StandbyMessage {

        /**
         * Constructs a new StandbyMessage.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.StandbyMessage.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** StandbyMessage incarnation. */
        incarnation: number;

        /** StandbyMessage leaderEpoch. */
        leaderEpoch: number;

        /** StandbyMessage heartbeat. */
        heartbeat?: (lockstep.StandbyHeartbeat.$Properties|null);

        /** StandbyMessage stateRequest. */
        stateRequest?: (lockstep.StateRequest.$Properties|null);

        /** StandbyMessage reducedRequest. */
        reducedRequest?: (lockstep.ReducedRequest.$Properties|null);

        /** StandbyMessage body. */
        body?: ("heartbeat"|"stateRequest"|"reducedRequest");

        /**
         * Encodes the specified StandbyMessage message. Does not implicitly {@link lockstep.StandbyMessage.verify|verify} messages.
         * @param message StandbyMessage message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.StandbyMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a StandbyMessage message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.StandbyMessage & lockstep.StandbyMessage.$Shape} StandbyMessage
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.StandbyMessage & lockstep.StandbyMessage.$Shape;
    }

    namespace StandbyMessage {

        /** Properties of a StandbyMessage. */
        interface $Properties {

            /** StandbyMessage incarnation */
            incarnation?: (number|null);

            /** StandbyMessage leaderEpoch */
            leaderEpoch?: (number|null);

            /** StandbyMessage heartbeat */
            heartbeat?: (lockstep.StandbyHeartbeat.$Properties|null);

            /** StandbyMessage stateRequest */
            stateRequest?: (lockstep.StateRequest.$Properties|null);

            /** StandbyMessage reducedRequest */
            reducedRequest?: (lockstep.ReducedRequest.$Properties|null);

            /** StandbyMessage body */
            body?: ("heartbeat"|"stateRequest"|"reducedRequest");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a StandbyMessage. */
        type $Shape = {
          incarnation?: number|null;
          leaderEpoch?: number|null;
          heartbeat?: lockstep.StandbyHeartbeat.$Shape|null;
          stateRequest?: lockstep.StateRequest.$Shape|null;
          reducedRequest?: lockstep.ReducedRequest.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ body?: undefined; heartbeat?: null; stateRequest?: null; reducedRequest?: null }|{ body?: "heartbeat"; heartbeat: lockstep.StandbyHeartbeat.$Shape; stateRequest?: null; reducedRequest?: null }|{ body?: "stateRequest"; heartbeat?: null; stateRequest: lockstep.StateRequest.$Shape; reducedRequest?: null }|{ body?: "reducedRequest"; heartbeat?: null; stateRequest?: null; reducedRequest: lockstep.ReducedRequest.$Shape })
        );
    }

    /**
     * Properties of a StandbyHeartbeat.
     * @deprecated Use lockstep.StandbyHeartbeat.$Properties instead.
     */
    interface IStandbyHeartbeat extends lockstep.StandbyHeartbeat.$Properties {
    }

    /** Represents a StandbyHeartbeat. */
    class StandbyHeartbeat {

        /**
         * Constructs a new StandbyHeartbeat.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.StandbyHeartbeat.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** StandbyHeartbeat version. */
        version: number;

        /** StandbyHeartbeat synced. */
        synced: boolean;

        /**
         * Encodes the specified StandbyHeartbeat message. Does not implicitly {@link lockstep.StandbyHeartbeat.verify|verify} messages.
         * @param message StandbyHeartbeat message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.StandbyHeartbeat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a StandbyHeartbeat message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.StandbyHeartbeat & lockstep.StandbyHeartbeat.$Shape} StandbyHeartbeat
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.StandbyHeartbeat & lockstep.StandbyHeartbeat.$Shape;
    }

    namespace StandbyHeartbeat {

        /** Properties of a StandbyHeartbeat. */
        interface $Properties {

            /** StandbyHeartbeat version */
            version?: (number|null);

            /** StandbyHeartbeat synced */
            synced?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a StandbyHeartbeat. */
        type $Shape = lockstep.StandbyHeartbeat.$Properties;
    }

    /**
     * Properties of a StateRequest.
     * @deprecated Use lockstep.StateRequest.$Properties instead.
     */
    interface IStateRequest extends lockstep.StateRequest.$Properties {
    }

    /** Represents a StateRequest. */
    class StateRequest {

        /**
         * Constructs a new StateRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.StateRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** StateRequest snapshotVersion. */
        snapshotVersion: number;

        /** StateRequest begun. */
        begun: boolean;

        /** StateRequest firstPart. */
        firstPart: number;

        /** StateRequest partCount. */
        partCount: number;

        /**
         * Encodes the specified StateRequest message. Does not implicitly {@link lockstep.StateRequest.verify|verify} messages.
         * @param message StateRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.StateRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a StateRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.StateRequest & lockstep.StateRequest.$Shape} StateRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.StateRequest & lockstep.StateRequest.$Shape;
    }

    namespace StateRequest {

        /** Properties of a StateRequest. */
        interface $Properties {

            /** StateRequest snapshotVersion */
            snapshotVersion?: (number|null);

            /** StateRequest begun */
            begun?: (boolean|null);

            /** StateRequest firstPart */
            firstPart?: (number|null);

            /** StateRequest partCount */
            partCount?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a StateRequest. */
        type $Shape = lockstep.StateRequest.$Properties;
    }

    /**
     * Properties of a ReducedRequest.
     * @deprecated Use lockstep.ReducedRequest.$Properties instead.
     */
    interface IReducedRequest extends lockstep.ReducedRequest.$Properties {
    }

    /** Represents a ReducedRequest. */
    class ReducedRequest {

        /**
         * Constructs a new ReducedRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.ReducedRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ReducedRequest version. */
        version: number;

        /** ReducedRequest parts. */
        parts: number[];

        /**
         * Encodes the specified ReducedRequest message. Does not implicitly {@link lockstep.ReducedRequest.verify|verify} messages.
         * @param message ReducedRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.ReducedRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ReducedRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.ReducedRequest & lockstep.ReducedRequest.$Shape} ReducedRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.ReducedRequest & lockstep.ReducedRequest.$Shape;
    }

    namespace ReducedRequest {

        /** Properties of a ReducedRequest. */
        interface $Properties {

            /** ReducedRequest version */
            version?: (number|null);

            /** ReducedRequest parts */
            parts?: (number[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ReducedRequest. */
        type $Shape = lockstep.ReducedRequest.$Properties;
    }

    /**
     * Properties of a StatusRequest.
     * @deprecated Use lockstep.StatusRequest.$Properties instead.
     */
    interface IStatusRequest extends lockstep.StatusRequest.$Properties {
    }

    /** Represents a StatusRequest. */
    class StatusRequest {

        /**
         * Constructs a new StatusRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.StatusRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Encodes the specified StatusRequest message. Does not implicitly {@link lockstep.StatusRequest.verify|verify} messages.
         * @param message StatusRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.StatusRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a StatusRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.StatusRequest & lockstep.StatusRequest.$Shape} StatusRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.StatusRequest & lockstep.StatusRequest.$Shape;
    }

    namespace StatusRequest {

        /** Properties of a StatusRequest. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a StatusRequest. */
        type $Shape = lockstep.StatusRequest.$Properties;
    }

    /**
     * Properties of a StatusReply.
     * @deprecated Use lockstep.StatusReply.$Properties instead.
     */
    interface IStatusReply extends lockstep.StatusReply.$Properties {
    }

    /** Represents a StatusReply. */
    class StatusReply {

        /**
         * Constructs a new StatusReply.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.StatusReply.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** StatusReply run. */
        run: string;

        /** StatusReply leaderEpoch. */
        leaderEpoch: number;

        /** StatusReply version. */
        version: number;

        /** StatusReply totalSteps. */
        totalSteps: number;

        /** StatusReply phase. */
        phase: lockstep.Phase;

        /** StatusReply openMs. */
        openMs: number;

        /** StatusReply medianStepMs. */
        medianStepMs: number;

        /** StatusReply paused. */
        paused: boolean;

        /** StatusReply waitingFor. */
        waitingFor: string;

        /** StatusReply workers. */
        workers: lockstep.WorkerStatus.$Properties[];

        /** StatusReply standbys. */
        standbys: lockstep.StandbyStatus.$Properties[];

        /** StatusReply refused. */
        refused: lockstep.RefusedWorker.$Properties[];

        /** StatusReply audited. */
        audited: number;

        /** StatusReply auditsSkipped. */
        auditsSkipped: number;

        /** StatusReply stepsPerEpoch. */
        stepsPerEpoch: number;

        /**
         * Encodes the specified StatusReply message. Does not implicitly {@link lockstep.StatusReply.verify|verify} messages.
         * @param message StatusReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.StatusReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a StatusReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.StatusReply & lockstep.StatusReply.$Shape} StatusReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.StatusReply & lockstep.StatusReply.$Shape;
    }

    namespace StatusReply {

        /** Properties of a StatusReply. */
        interface $Properties {

            /** StatusReply run */
            run?: (string|null);

            /** StatusReply leaderEpoch */
            leaderEpoch?: (number|null);

            /** StatusReply version */
            version?: (number|null);

            /** StatusReply totalSteps */
            totalSteps?: (number|null);

            /** StatusReply phase */
            phase?: (lockstep.Phase|null);

            /** StatusReply openMs */
            openMs?: (number|null);

            /** StatusReply medianStepMs */
            medianStepMs?: (number|null);

            /** StatusReply paused */
            paused?: (boolean|null);

            /** StatusReply waitingFor */
            waitingFor?: (string|null);

            /** StatusReply workers */
            workers?: (lockstep.WorkerStatus.$Properties[]|null);

            /** StatusReply standbys */
            standbys?: (lockstep.StandbyStatus.$Properties[]|null);

            /** StatusReply refused */
            refused?: (lockstep.RefusedWorker.$Properties[]|null);

            /** StatusReply audited */
            audited?: (number|null);

            /** StatusReply auditsSkipped */
            auditsSkipped?: (number|null);

            /** StatusReply stepsPerEpoch */
            stepsPerEpoch?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a StatusReply. */
        type $Shape = lockstep.StatusReply.$Properties;
    }

    /**
     * Properties of a WorkerStatus.
     * @deprecated Use lockstep.WorkerStatus.$Properties instead.
     */
    interface IWorkerStatus extends lockstep.WorkerStatus.$Properties {
    }

    /** Represents a WorkerStatus. */
    class WorkerStatus {

        /**
         * Constructs a new WorkerStatus.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.WorkerStatus.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** WorkerStatus id. */
        id: string;

        /** WorkerStatus device. */
        device: string;

        /** WorkerStatus host. */
        host: string;

        /** WorkerStatus silentMs. */
        silentMs: number;

        /** WorkerStatus msPerShard. */
        msPerShard: number;

        /** WorkerStatus holds. */
        holds: lockstep.HeldShards.$Properties[];

        /**
         * Encodes the specified WorkerStatus message. Does not implicitly {@link lockstep.WorkerStatus.verify|verify} messages.
         * @param message WorkerStatus message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.WorkerStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a WorkerStatus message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.WorkerStatus & lockstep.WorkerStatus.$Shape} WorkerStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.WorkerStatus & lockstep.WorkerStatus.$Shape;
    }

    namespace WorkerStatus {

        /** Properties of a WorkerStatus. */
        interface $Properties {

            /** WorkerStatus id */
            id?: (string|null);

            /** WorkerStatus device */
            device?: (string|null);

            /** WorkerStatus host */
            host?: (string|null);

            /** WorkerStatus silentMs */
            silentMs?: (number|null);

            /** WorkerStatus msPerShard */
            msPerShard?: (number|null);

            /** WorkerStatus holds */
            holds?: (lockstep.HeldShards.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a WorkerStatus. */
        type $Shape = lockstep.WorkerStatus.$Properties;
    }

    /**
     * Properties of a HeldShards.
     * @deprecated Use lockstep.HeldShards.$Properties instead.
     */
    interface IHeldShards extends lockstep.HeldShards.$Properties {
    }

    /** Represents a HeldShards. */
    class HeldShards {

        /**
         * Constructs a new HeldShards.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.HeldShards.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HeldShards firstShard. */
        firstShard: number;

        /** HeldShards shardCount. */
        shardCount: number;

        /** HeldShards heldMs. */
        heldMs: number;

        /** HeldShards late. */
        late: boolean;

        /** HeldShards audit. */
        audit: boolean;

        /**
         * Encodes the specified HeldShards message. Does not implicitly {@link lockstep.HeldShards.verify|verify} messages.
         * @param message HeldShards message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.HeldShards.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HeldShards message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.HeldShards & lockstep.HeldShards.$Shape} HeldShards
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.HeldShards & lockstep.HeldShards.$Shape;
    }

    namespace HeldShards {

        /** Properties of a HeldShards. */
        interface $Properties {

            /** HeldShards firstShard */
            firstShard?: (number|null);

            /** HeldShards shardCount */
            shardCount?: (number|null);

            /** HeldShards heldMs */
            heldMs?: (number|null);

            /** HeldShards late */
            late?: (boolean|null);

            /** HeldShards audit */
            audit?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a HeldShards. */
        type $Shape = lockstep.HeldShards.$Properties;
    }

    /**
     * Properties of a StandbyStatus.
     * @deprecated Use lockstep.StandbyStatus.$Properties instead.
     */
    interface IStandbyStatus extends lockstep.StandbyStatus.$Properties {
    }

    /** Represents a StandbyStatus. */
    class StandbyStatus {

        /**
         * Constructs a new StandbyStatus.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.StandbyStatus.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** StandbyStatus id. */
        id: string;

        /** StandbyStatus version. */
        version: number;

        /** StandbyStatus synced. */
        synced: boolean;

        /** StandbyStatus silentMs. */
        silentMs: number;

        /**
         * Encodes the specified StandbyStatus message. Does not implicitly {@link lockstep.StandbyStatus.verify|verify} messages.
         * @param message StandbyStatus message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.StandbyStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a StandbyStatus message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.StandbyStatus & lockstep.StandbyStatus.$Shape} StandbyStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.StandbyStatus & lockstep.StandbyStatus.$Shape;
    }

    namespace StandbyStatus {

        /** Properties of a StandbyStatus. */
        interface $Properties {

            /** StandbyStatus id */
            id?: (string|null);

            /** StandbyStatus version */
            version?: (number|null);

            /** StandbyStatus synced */
            synced?: (boolean|null);

            /** StandbyStatus silentMs */
            silentMs?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a StandbyStatus. */
        type $Shape = lockstep.StandbyStatus.$Properties;
    }

    /**
     * Properties of a RefusedWorker.
     * @deprecated Use lockstep.RefusedWorker.$Properties instead.
     */
    interface IRefusedWorker extends lockstep.RefusedWorker.$Properties {
    }

    /** Represents a RefusedWorker. */
    class RefusedWorker {

        /**
         * Constructs a new RefusedWorker.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.RefusedWorker.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RefusedWorker id. */
        id: string;

        /** RefusedWorker code. */
        code: lockstep.RefusalCode;

        /** RefusedWorker reason. */
        reason: string;

        /**
         * Encodes the specified RefusedWorker message. Does not implicitly {@link lockstep.RefusedWorker.verify|verify} messages.
         * @param message RefusedWorker message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.RefusedWorker.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RefusedWorker message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.RefusedWorker & lockstep.RefusedWorker.$Shape} RefusedWorker
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.RefusedWorker & lockstep.RefusedWorker.$Shape;
    }

    namespace RefusedWorker {

        /** Properties of a RefusedWorker. */
        interface $Properties {

            /** RefusedWorker id */
            id?: (string|null);

            /** RefusedWorker code */
            code?: (lockstep.RefusalCode|null);

            /** RefusedWorker reason */
            reason?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RefusedWorker. */
        type $Shape = lockstep.RefusedWorker.$Properties;
    }

    /**
     * Properties of a WorkerMessage.
     * @deprecated Use lockstep.WorkerMessage.$Properties instead.
     */
    interface IWorkerMessage extends lockstep.WorkerMessage.$Properties {
    }

    /** Represents a WorkerMessage. */
    class WorkerMessage {

        /**
         * Constructs a new WorkerMessage.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.WorkerMessage.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** WorkerMessage incarnation. */
        incarnation: number;

        /** WorkerMessage data. */
        data: Uint8Array;

        /** WorkerMessage leaderEpoch. */
        leaderEpoch: number;

        /** WorkerMessage join. */
        join?: (lockstep.Join.$Properties|null);

        /** WorkerMessage heartbeat. */
        heartbeat?: (lockstep.WorkerHeartbeat.$Properties|null);

        /** WorkerMessage gradientPart. */
        gradientPart?: (lockstep.GradientPart.$Properties|null);

        /** WorkerMessage weightsRequest. */
        weightsRequest?: (lockstep.WeightsRequest.$Properties|null);

        /** WorkerMessage leave. */
        leave?: (lockstep.Leave.$Properties|null);

        /** WorkerMessage body. */
        body?: ("join"|"heartbeat"|"gradientPart"|"weightsRequest"|"leave");

        /**
         * Encodes the specified WorkerMessage message. Does not implicitly {@link lockstep.WorkerMessage.verify|verify} messages.
         * @param message WorkerMessage message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.WorkerMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a WorkerMessage message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.WorkerMessage & lockstep.WorkerMessage.$Shape} WorkerMessage
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.WorkerMessage & lockstep.WorkerMessage.$Shape;
    }

    namespace WorkerMessage {

        /** Properties of a WorkerMessage. */
        interface $Properties {

            /** WorkerMessage incarnation */
            incarnation?: (number|null);

            /** WorkerMessage data */
            data?: (Uint8Array|null);

            /** WorkerMessage leaderEpoch */
            leaderEpoch?: (number|null);

            /** WorkerMessage join */
            join?: (lockstep.Join.$Properties|null);

            /** WorkerMessage heartbeat */
            heartbeat?: (lockstep.WorkerHeartbeat.$Properties|null);

            /** WorkerMessage gradientPart */
            gradientPart?: (lockstep.GradientPart.$Properties|null);

            /** WorkerMessage weightsRequest */
            weightsRequest?: (lockstep.WeightsRequest.$Properties|null);

            /** WorkerMessage leave */
            leave?: (lockstep.Leave.$Properties|null);

            /** WorkerMessage body */
            body?: ("join"|"heartbeat"|"gradientPart"|"weightsRequest"|"leave");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a WorkerMessage. */
        type $Shape = {
          incarnation?: number|null;
          data?: Uint8Array|null;
          leaderEpoch?: number|null;
          join?: lockstep.Join.$Shape|null;
          heartbeat?: lockstep.WorkerHeartbeat.$Shape|null;
          gradientPart?: lockstep.GradientPart.$Shape|null;
          weightsRequest?: lockstep.WeightsRequest.$Shape|null;
          leave?: lockstep.Leave.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ body?: undefined; join?: null; heartbeat?: null; gradientPart?: null; weightsRequest?: null; leave?: null }|{ body?: "join"; join: lockstep.Join.$Shape; heartbeat?: null; gradientPart?: null; weightsRequest?: null; leave?: null }|{ body?: "heartbeat"; join?: null; heartbeat: lockstep.WorkerHeartbeat.$Shape; gradientPart?: null; weightsRequest?: null; leave?: null }|{ body?: "gradientPart"; join?: null; heartbeat?: null; gradientPart: lockstep.GradientPart.$Shape; weightsRequest?: null; leave?: null }|{ body?: "weightsRequest"; join?: null; heartbeat?: null; gradientPart?: null; weightsRequest: lockstep.WeightsRequest.$Shape; leave?: null }|{ body?: "leave"; join?: null; heartbeat?: null; gradientPart?: null; weightsRequest?: null; leave: lockstep.Leave.$Shape })
        );
    }

    /**
     * Properties of a Join.
     * @deprecated Use lockstep.Join.$Properties instead.
     */
    interface IJoin extends lockstep.Join.$Properties {
    }

    /** Represents a Join. */
    class Join {

        /**
         * Constructs a new Join.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.Join.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Join protocolVersion. */
        protocolVersion: number;

        /** Join schemaHash. */
        schemaHash: string;

        /** Join fingerprint. */
        fingerprint: string;

        /** Join device. */
        device: string;

        /** Join host. */
        host: string;

        /** Join threads. */
        threads: number;

        /**
         * Encodes the specified Join message. Does not implicitly {@link lockstep.Join.verify|verify} messages.
         * @param message Join message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.Join.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Join message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.Join & lockstep.Join.$Shape} Join
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.Join & lockstep.Join.$Shape;
    }

    namespace Join {

        /** Properties of a Join. */
        interface $Properties {

            /** Join protocolVersion */
            protocolVersion?: (number|null);

            /** Join schemaHash */
            schemaHash?: (string|null);

            /** Join fingerprint */
            fingerprint?: (string|null);

            /** Join device */
            device?: (string|null);

            /** Join host */
            host?: (string|null);

            /** Join threads */
            threads?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Join. */
        type $Shape = lockstep.Join.$Properties;
    }

    /**
     * Properties of a WorkerHeartbeat.
     * @deprecated Use lockstep.WorkerHeartbeat.$Properties instead.
     */
    interface IWorkerHeartbeat extends lockstep.WorkerHeartbeat.$Properties {
    }

    /** Represents a WorkerHeartbeat. */
    class WorkerHeartbeat {

        /**
         * Constructs a new WorkerHeartbeat.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.WorkerHeartbeat.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** WorkerHeartbeat version. */
        version: number;

        /** WorkerHeartbeat leaseId. */
        leaseId: number;

        /** WorkerHeartbeat computed. */
        computed: boolean;

        /** WorkerHeartbeat msPerShard. */
        msPerShard: number;

        /**
         * Encodes the specified WorkerHeartbeat message. Does not implicitly {@link lockstep.WorkerHeartbeat.verify|verify} messages.
         * @param message WorkerHeartbeat message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.WorkerHeartbeat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a WorkerHeartbeat message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.WorkerHeartbeat & lockstep.WorkerHeartbeat.$Shape} WorkerHeartbeat
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.WorkerHeartbeat & lockstep.WorkerHeartbeat.$Shape;
    }

    namespace WorkerHeartbeat {

        /** Properties of a WorkerHeartbeat. */
        interface $Properties {

            /** WorkerHeartbeat version */
            version?: (number|null);

            /** WorkerHeartbeat leaseId */
            leaseId?: (number|null);

            /** WorkerHeartbeat computed */
            computed?: (boolean|null);

            /** WorkerHeartbeat msPerShard */
            msPerShard?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a WorkerHeartbeat. */
        type $Shape = lockstep.WorkerHeartbeat.$Properties;
    }

    /**
     * Properties of a GradientPart.
     * @deprecated Use lockstep.GradientPart.$Properties instead.
     */
    interface IGradientPart extends lockstep.GradientPart.$Properties {
    }

    /** Represents a GradientPart. */
    class GradientPart {

        /**
         * Constructs a new GradientPart.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.GradientPart.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** GradientPart leaseId. */
        leaseId: number;

        /** GradientPart level. */
        level: number;

        /** GradientPart index. */
        index: number;

        /** GradientPart samples. */
        samples: number;

        /** GradientPart lossSum. */
        lossSum: number;

        /** GradientPart part. */
        part: number;

        /** GradientPart computeMs. */
        computeMs: number;

        /** GradientPart waitMs. */
        waitMs: number;

        /** GradientPart version. */
        version: number;

        /**
         * Encodes the specified GradientPart message. Does not implicitly {@link lockstep.GradientPart.verify|verify} messages.
         * @param message GradientPart message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.GradientPart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a GradientPart message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.GradientPart & lockstep.GradientPart.$Shape} GradientPart
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.GradientPart & lockstep.GradientPart.$Shape;
    }

    namespace GradientPart {

        /** Properties of a GradientPart. */
        interface $Properties {

            /** GradientPart leaseId */
            leaseId?: (number|null);

            /** GradientPart level */
            level?: (number|null);

            /** GradientPart index */
            index?: (number|null);

            /** GradientPart samples */
            samples?: (number|null);

            /** GradientPart lossSum */
            lossSum?: (number|null);

            /** GradientPart part */
            part?: (number|null);

            /** GradientPart computeMs */
            computeMs?: (number|null);

            /** GradientPart waitMs */
            waitMs?: (number|null);

            /** GradientPart version */
            version?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a GradientPart. */
        type $Shape = lockstep.GradientPart.$Properties;
    }

    /**
     * Properties of a WeightsRequest.
     * @deprecated Use lockstep.WeightsRequest.$Properties instead.
     */
    interface IWeightsRequest extends lockstep.WeightsRequest.$Properties {
    }

    /** Represents a WeightsRequest. */
    class WeightsRequest {

        /**
         * Constructs a new WeightsRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.WeightsRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** WeightsRequest version. */
        version: number;

        /** WeightsRequest parts. */
        parts: number[];

        /**
         * Encodes the specified WeightsRequest message. Does not implicitly {@link lockstep.WeightsRequest.verify|verify} messages.
         * @param message WeightsRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.WeightsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a WeightsRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.WeightsRequest & lockstep.WeightsRequest.$Shape} WeightsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.WeightsRequest & lockstep.WeightsRequest.$Shape;
    }

    namespace WeightsRequest {

        /** Properties of a WeightsRequest. */
        interface $Properties {

            /** WeightsRequest version */
            version?: (number|null);

            /** WeightsRequest parts */
            parts?: (number[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a WeightsRequest. */
        type $Shape = lockstep.WeightsRequest.$Properties;
    }

    /**
     * Properties of a Leave.
     * @deprecated Use lockstep.Leave.$Properties instead.
     */
    interface ILeave extends lockstep.Leave.$Properties {
    }

    /** Represents a Leave. */
    class Leave {

        /**
         * Constructs a new Leave.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.Leave.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Leave reason. */
        reason: string;

        /**
         * Encodes the specified Leave message. Does not implicitly {@link lockstep.Leave.verify|verify} messages.
         * @param message Leave message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.Leave.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Leave message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.Leave & lockstep.Leave.$Shape} Leave
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.Leave & lockstep.Leave.$Shape;
    }

    namespace Leave {

        /** Properties of a Leave. */
        interface $Properties {

            /** Leave reason */
            reason?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Leave. */
        type $Shape = lockstep.Leave.$Properties;
    }

    /**
     * Properties of a SampleRequest.
     * @deprecated Use lockstep.SampleRequest.$Properties instead.
     */
    interface ISampleRequest extends lockstep.SampleRequest.$Properties {
    }

    /** Represents a SampleRequest. */
    class SampleRequest {

        /**
         * Constructs a new SampleRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.SampleRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SampleRequest count. */
        count: number;

        /** SampleRequest steps. */
        steps: number;

        /** SampleRequest seed. */
        seed: number;

        /** SampleRequest mediaType. */
        mediaType: string;

        /**
         * Encodes the specified SampleRequest message. Does not implicitly {@link lockstep.SampleRequest.verify|verify} messages.
         * @param message SampleRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.SampleRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SampleRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.SampleRequest & lockstep.SampleRequest.$Shape} SampleRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.SampleRequest & lockstep.SampleRequest.$Shape;
    }

    namespace SampleRequest {

        /** Properties of a SampleRequest. */
        interface $Properties {

            /** SampleRequest count */
            count?: (number|null);

            /** SampleRequest steps */
            steps?: (number|null);

            /** SampleRequest seed */
            seed?: (number|null);

            /** SampleRequest mediaType */
            mediaType?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SampleRequest. */
        type $Shape = lockstep.SampleRequest.$Properties;
    }

    /**
     * Properties of a SampleReply.
     * @deprecated Use lockstep.SampleReply.$Properties instead.
     */
    interface ISampleReply extends lockstep.SampleReply.$Properties {
    }

    /** Represents a SampleReply. */
    class SampleReply {

        /**
         * Constructs a new SampleReply.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.SampleReply.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SampleReply step. */
        step: number;

        /** SampleReply mediaType. */
        mediaType: string;

        /** SampleReply data. */
        data: Uint8Array;

        /**
         * Encodes the specified SampleReply message. Does not implicitly {@link lockstep.SampleReply.verify|verify} messages.
         * @param message SampleReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.SampleReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SampleReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.SampleReply & lockstep.SampleReply.$Shape} SampleReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.SampleReply & lockstep.SampleReply.$Shape;
    }

    namespace SampleReply {

        /** Properties of a SampleReply. */
        interface $Properties {

            /** SampleReply step */
            step?: (number|null);

            /** SampleReply mediaType */
            mediaType?: (string|null);

            /** SampleReply data */
            data?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SampleReply. */
        type $Shape = lockstep.SampleReply.$Properties;
    }

    /**
     * Properties of a FiguresDrawn.
     * @deprecated Use lockstep.FiguresDrawn.$Properties instead.
     */
    interface IFiguresDrawn extends lockstep.FiguresDrawn.$Properties {
    }

    /** Represents a FiguresDrawn. */
    class FiguresDrawn {

        /**
         * Constructs a new FiguresDrawn.
         * @param [properties] Properties to set
         */
        constructor(properties?: lockstep.FiguresDrawn.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** FiguresDrawn step. */
        step: number;

        /** FiguresDrawn files. */
        files: string[];

        /**
         * Encodes the specified FiguresDrawn message. Does not implicitly {@link lockstep.FiguresDrawn.verify|verify} messages.
         * @param message FiguresDrawn message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: lockstep.FiguresDrawn.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a FiguresDrawn message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {lockstep.FiguresDrawn & lockstep.FiguresDrawn.$Shape} FiguresDrawn
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): lockstep.FiguresDrawn & lockstep.FiguresDrawn.$Shape;
    }

    namespace FiguresDrawn {

        /** Properties of a FiguresDrawn. */
        interface $Properties {

            /** FiguresDrawn step */
            step?: (number|null);

            /** FiguresDrawn files */
            files?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a FiguresDrawn. */
        type $Shape = lockstep.FiguresDrawn.$Properties;
    }
}
