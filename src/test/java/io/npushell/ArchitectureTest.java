package io.npushell;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.npushell.plan.engine.Engine;
import io.npushell.plan.engine.Engines;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;

/** The boundaries of docs/architecture.md; that page names this test. */
@AnalyzeClasses(packages = "io.npushell", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] GROUND_FLOOR = {"io.npushell.io..", "io.npushell.json..", "io.npushell.yaml.."};

    @ArchTest
    static final ArchRule arrows_point_as_drawn_in_docs_architecture = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("model")
            .definedBy("io.npushell.model..")
            .layer("params")
            .definedBy("io.npushell.params..")
            .layer("profile")
            .definedBy("io.npushell.profile..")
            .layer("process")
            .definedBy("io.npushell.process..")
            .layer("container")
            .definedBy("io.npushell.container..")
            .layer("device")
            .definedBy("io.npushell.device..")
            .layer("data")
            .definedBy("io.npushell.data..")
            .layer("weights")
            .definedBy("io.npushell.weights..")
            .layer("plan")
            .definedBy("io.npushell.plan..")
            .layer("session")
            .definedBy("io.npushell.session..")
            .layer("trainlog")
            .definedBy("io.npushell.trainlog..")
            .layer("launch")
            .definedBy("io.npushell.launch..")
            .layer("doctor")
            .definedBy("io.npushell.doctor..")
            .layer("workspace")
            .definedBy("io.npushell.workspace..")
            .layer("step")
            .definedBy("io.npushell.step..")
            .layer("trainer")
            .definedBy("io.npushell.trainer..")
            .layer("shell")
            .definedBy("io.npushell.shell..")
            .whereLayer("model")
            .mayNotAccessAnyLayer()
            .whereLayer("params")
            .mayOnlyAccessLayers("model")
            .whereLayer("process")
            .mayNotAccessAnyLayer()
            .whereLayer("data")
            .mayOnlyAccessLayers("model")
            .whereLayer("weights")
            .mayOnlyAccessLayers("model")
            .whereLayer("trainlog")
            .mayNotAccessAnyLayer()
            .whereLayer("profile")
            .mayOnlyAccessLayers("params", "model")
            .whereLayer("device")
            .mayOnlyAccessLayers("process")
            .whereLayer("container")
            .mayOnlyAccessLayers("process")
            .whereLayer("plan")
            .mayOnlyAccessLayers("params", "profile", "model")
            .whereLayer("session")
            .mayOnlyAccessLayers("params", "model", "plan", "process")
            .whereLayer("launch")
            .mayOnlyAccessLayers(
                    "params",
                    "model",
                    "profile",
                    "process",
                    "device",
                    "container",
                    "data",
                    "weights",
                    "plan",
                    "session",
                    "trainlog")
            .whereLayer("doctor")
            .mayOnlyAccessLayers(
                    "params", "model", "profile", "process", "device", "container", "plan", "session", "launch")
            .whereLayer("workspace")
            .mayOnlyAccessLayers("params", "model", "profile", "process", "data", "weights", "plan", "launch")
            .whereLayer("step")
            .mayOnlyAccessLayers("data", "weights", "params", "model", "trainlog")
            .whereLayer("trainer")
            .mayOnlyAccessLayers("data", "weights", "model")
            .whereLayer("shell")
            .mayOnlyAccessLayers(
                    "params",
                    "model",
                    "profile",
                    "process",
                    "device",
                    "container",
                    "data",
                    "weights",
                    "plan",
                    "session",
                    "trainlog",
                    "launch",
                    "doctor",
                    "workspace");

    @ArchTest
    static final ArchRule the_ground_floor_stands_on_nothing = classes()
            .that()
            .resideInAnyPackage(GROUND_FLOOR)
            .should()
            .onlyDependOnClassesThat(resideOutsideOfPackage("io.npushell.*..").or(resideInAnyPackage(GROUND_FLOOR)));

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("io.npushell.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule terminal_stays_in_shell = noClasses()
            .that()
            .resideOutsideOfPackage("io.npushell.shell..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.jline..");

    @ArchTest
    static final ArchRule commons_exec_stays_in_process = noClasses()
            .that()
            .resideOutsideOfPackage("io.npushell.process..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.commons.exec..");

    @ArchTest
    static final ArchRule only_process_starts_processes = noClasses()
            .that()
            .resideOutsideOfPackage("io.npushell.process..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class)
            .orShould()
            .callMethodWhere(target(owner(type(Runtime.class)))
                    .and(target(
                            com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith("exec"))));

    /** Jackson's CSV brings it onto the data step's class path; the shell starts without it. */
    @ArchTest
    static final ArchRule json_is_streamed =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("com.fasterxml.jackson.databind..");

    @ArchTest
    static final ArchRule vector_code_stays_in_the_kernel = noClasses()
            .that()
            .resideOutsideOfPackage("io.npushell.trainer.kernel..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.incubator..");

    @ArchTest
    static final ArchRule planning_is_pure = noClasses()
            .that()
            .resideInAnyPackage("io.npushell.plan..", "io.npushell.params..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Files.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "java.net..")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getProperty", String.class);

    /** Everybody else asks an engine what it can; what a class is called or implements is for plan.engine alone. */
    @ArchTest
    static final ArchRule engines_are_known_by_what_they_can = noClasses()
            .that()
            .resideOutsideOfPackage("io.npushell.plan.engine..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.npushell.plan.engine..").and(not(belongToAnyOf(Engine.class, Engines.class))))
            .orShould()
            .dependOnClassesThat(assignableTo(Engine.class).and(not(type(Engine.class))));

    @ArchTest
    static final ArchRule time_comes_from_a_clock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule only_the_mains_touch_standard_streams = noClasses()
            .that()
            .doNotHaveSimpleName("Main")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule no_generic_exceptions = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

    @ArchTest
    static final ArchRule no_field_injection = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

    @ArchTest
    static final ArchRule no_static_state = fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule commands_hold_no_state = fields().that()
            .areDeclaredInClassesThat()
            .haveSimpleNameEndingWith("Command")
            .should()
            .beFinal()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule no_drawer_classes = noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Impl");

    @ArchTest
    static final ArchRule every_package_says_what_it_is_for = classes()
            .that()
            .haveSimpleName("package-info")
            .should()
            .beAnnotatedWith("org.jspecify.annotations.NullMarked");
}
