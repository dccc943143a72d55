package dev.sprite.agent.migration;

import dev.sprite.agent.LambdaLinker;
import dev.sprite.image.ClassFiles;
import dev.sprite.image.HiddenClasses;
import dev.sprite.image.codec.LambdaSites;

/** The lambdas of the program, whose sites the agent links itself and therefore knows exactly. */
final class ProgramLambdas implements HiddenClasses {
    private final LambdaLinker linker;
    private final LambdaSites sites;

    ProgramLambdas(LambdaLinker linker, ClassFiles classFiles) {
        this.linker = linker;
        this.sites = new LambdaSites(linker::link, classFiles);
    }

    @Override
    public Recipe recipeOf(Class<?> hidden) {
        LambdaLinker.Site site = linker.siteOf(hidden);
        return site == null ? null : new Recipe(site.host(), site.number());
    }

    @Override
    public Class<?> classFor(Recipe recipe) {
        return sites.classFor(recipe);
    }

    @Override
    public void adoptSingleton(Object lambda) {
        linker.adopt(lambda);
    }
}
