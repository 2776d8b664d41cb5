package io.npushell.plan;

import io.npushell.profile.NoProfile;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** All checks, by code. A new one is a class of its own and a line here. */
record Checks(Rule rule, Check check) {
    static final List<Checks> ALL = List.of(
            fit(WorldDivides.RULE, WorldDivides::check),
            fit(HeadsDivide.RULE, HeadsDivide::check),
            rule(GroupsDivide.RULE, GroupsDivide::check),
            fit(LayersDivide.RULE, LayersDivide::check),
            fit(FeedForwardDivides.RULE, FeedForwardDivides::check),
            fit(SequenceDivides.RULE, SequenceDivides::check),
            fit(BatchDivides.RULE, BatchDivides::check),
            fit(TensorParallelInNode.RULE, TensorParallelInNode::check),
            fit(SequenceInPositions.RULE, SequenceInPositions::check),
            rule(VocabularyPadding.RULE, VocabularyPadding::check),
            fit(PipelineBubble.RULE, PipelineBubble::check),
            rule(LoraTensorParallel.RULE, LoraTensorParallel::check),
            rule(DatasetMissing.RULE, DatasetMissing::check),
            rule(DatasetBroken.RULE, DatasetBroken::check),
            rule(DatasetStale.RULE, DatasetStale::check),
            rule(DatasetSuffix.RULE, DatasetSuffix::check),
            rule(DatasetKind.RULE, DatasetKind::check),
            rule(EndOfDocument.RULE, EndOfDocument::check),
            rule(DatasetTooSmall.RULE, DatasetTooSmall::check),
            rule(EpochsUnknown.RULE, EpochsUnknown::check),
            rule(RawDataUnreadable.RULE, RawDataUnreadable::check),
            rule(DatasetInUse.RULE, DatasetInUse::check),
            rule(EpochsAbsurd.RULE, EpochsAbsurd::check),
            rule(WeightsMissing.RULE, WeightsMissing::check),
            rule(TrackerMissing.RULE, TrackerMissing::check),
            rule(WeightsBroken.RULE, WeightsBroken::check),
            rule(WeightsCut.RULE, WeightsCut::check),
            rule(SessionUnknown.RULE, SessionUnknown::check),
            rule(TokenizerMissing.RULE, TokenizerMissing::check),
            rule(WeightsUnused.RULE, WeightsUnused::check),
            rule(WeightsSource.RULE, WeightsSource::check),
            rule(WeightsInUse.RULE, WeightsInUse::check),
            rule(ExportSource.RULE, ExportSource::check),
            rule(ExportInUse.RULE, ExportInUse::check),
            rule(ConverterCannot.RULE, ConverterCannot::check),
            rule(WeightsOfAnotherModel.RULE, WeightsOfAnotherModel::check),
            rule(WeightsUnread.RULE, WeightsUnread::check),
            rule(OutputNotWritable.RULE, OutputNotWritable::check),
            rule(DiskSpace.RULE, DiskSpace::check),
            rule(OutputOverwritten.RULE, OutputOverwritten::check),
            rule(SavesOnlyAtEnd.RULE, SavesOnlyAtEnd::check),
            rule(OutputInUse.RULE, OutputInUse::check),
            rule(NothingLeftToTrain.RULE, NothingLeftToTrain::check),
            rule(ScheduleChanged.RULE, ScheduleChanged::check),
            rule(BatchChanged.RULE, BatchChanged::check),
            rule(OptimizerMissing.RULE, OptimizerMissing::check),
            rule(LoraResume.RULE, LoraResume::check),
            rule(MachineAssumed.RULE, MachineAssumed::check),
            rule(MachineTooSmall.RULE, MachineTooSmall::check),
            rule(DevicesBusy.RULE, DevicesBusy::check),
            rule(NodeRank.RULE, NodeRank::check),
            rule(MasterAddress.RULE, MasterAddress::check),
            rule(ManyNodes.RULE, ManyNodes::check),
            rule(DevicesOverridden.RULE, DevicesOverridden::check),
            rule(DevicesMissing.RULE, DevicesMissing::check),
            rule(DevicesUnwell.RULE, DevicesUnwell::check),
            rule(MasterPort.RULE, MasterPort::check),
            rule(NpusUnlocked.RULE, NpusUnlocked::check),
            rule(ContainerUnusable.RULE, ContainerUnusable::check),
            rule(ContainerWorkspace.RULE, ContainerWorkspace::check),
            rule(ContainerPrograms.RULE, ContainerPrograms::check),
            rule(ContainerOwner.RULE, ContainerOwner::check),
            rule(ContainerNpus.RULE, ContainerNpus::check),
            rule(ContainerJava.RULE, ContainerJava::check),
            rule(ContainerSetup.RULE, ContainerSetup::check),
            rule(ContainerLacks.RULE, ContainerLacks::check),
            rule(ScriptMissing.RULE, ScriptMissing::check),
            rule(ParameterUnread.RULE, ParameterUnread::check),
            rule(EpochsAndIterations.RULE, EpochsAndIterations::check),
            rule(BlankInPath.RULE, BlankInPath::check),
            rule(WorkDirIsHome.RULE, WorkDirIsHome::check),
            rule(LearningRates.RULE, LearningRates::check),
            rule(WarmupTooLong.RULE, WarmupTooLong::check),
            rule(ValueMissing.RULE, ValueMissing::check),
            rule(OtherModelType.RULE, OtherModelType::check));

    private static Checks rule(Rule rule, Check check) {
        return new Checks(rule, check);
    }

    /** A check of how values fit together; says nothing where one of them is missing, which has a finding of its own. */
    private static Checks fit(Rule rule, Function<Fit, List<Finding>> check) {
        return new Checks(rule, draft -> {
            Fit fit = draft.fit();
            return fit == null ? List.of() : check.apply(fit);
        });
    }

    /** What they find, errors first; what the operator accepted is marked and comes last. */
    static List<Finding> findings(Draft draft) {
        return ALL.stream()
                .flatMap(entry -> entry.check.findings(draft).stream())
                .map(finding -> VocabularyPadding.completed(draft, finding))
                .map(finding -> accepted(finding, draft))
                .map(finding -> NoProfile.is(draft.profile()) ? OptionRemedies.of(finding) : finding)
                .sorted(Comparator.comparing(Finding::accepted).thenComparing(Finding::severity))
                .toList();
    }

    private static Finding accepted(Finding finding, Draft draft) {
        return finding.certainty() == Finding.Certainty.SCRIPT_DECIDES
                        && finding.severity() == Finding.Severity.ERROR
                        && draft.request().accepted().contains(finding.code())
                ? finding.lifted()
                : finding;
    }
}
